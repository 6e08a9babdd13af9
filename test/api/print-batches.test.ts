import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { decodePicture } from '../../qr/check.js';
import { checkBatch } from '../../queues/printing.js';
import { readOnDevice } from '../../web/offline/read-token.js';
import { pagesOfPdf, printedByZebra } from '../qr/paper.js';
import { houseOf } from '../support/house.js';
import { aDevice } from './a-device.js';
import { type Answer, type ApiHouse, CODE_HOST, openHouse } from './house.js';
import { issuedOrder } from './order-body.js';

let house: ApiHouse;
const orderNos: string[] = [];
beforeAll(async () => {
  house = await openHouse();
  for (let made = 0; made < 4; made++) orderNos.push((await issuedOrder(house)).orderNo);
  orderNos.sort();
});
afterAll(() => house.close());

const start = (change: object = {}, key = `batch-${Math.random()}`): Promise<Answer> =>
  house
    .as('logistics')
    .post(
      '/print-batches',
      { preset: 'label_60x40mm', format: 'pdf', codes: { orderNos }, ...change },
      { key },
    );
const shown = async (batchId: string) => (await house.as('manager').get(`/print-batches/${batchId}`)).body;
const check = (batchId: string, atOnce = 3) => checkBatch({ ...houseOf(house.database), atOnce }, batchId);
const fileOf = async (batchId: string): Promise<Buffer> => {
  const response = await fetch(`${house.url}/print-batches/${batchId}/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${house.tokenOf('logistics')}`, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
};
const graded = async (batchId: string, picture: Buffer, type = 'image/png') => {
  const response = await fetch(`${house.url}/print-batches/${batchId}/samples`, {
    method: 'POST',
    headers: { authorization: `Bearer ${house.tokenOf('logistics')}`, 'content-type': type },
    body: new Uint8Array(picture),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
};

describe('a print batch', () => {
  test('is begun once per key, checked label by label, and its file holds every label in order', async () => {
    const [one, two] = await Promise.all([start({}, 'one-batch'), start({}, 'one-batch')]);
    expect(one.body).toEqual(two.body);
    const { batchId, labels } = one.body;
    expect(labels).toBe(4);
    const early = await house.as('logistics').post(`/print-batches/${batchId}/files`, {});
    expect(early).toMatchObject({ status: 409, body: { code: 'print_batch_not_ready' } });
    await check(batchId);
    expect((await shown(batchId)).batch).toMatchObject({ status: 'ready', ready: 4, skipped: 0, printed: 0 });
    const { count, pages } = await pagesOfPdf(await fileOf(batchId), 72, 4);
    expect(count).toBe(4);
    expect(pages.map(({ text }) => orderNos.find((no) => text.replaceAll(' ', '').includes(no)))).toEqual(
      orderNos,
    );
    expect((await shown(batchId)).batch.printed).toBe(1);
    const logged = await house.database.admin('log_entries').where({ action: 'print_batch_printed' });
    expect(logged).toMatchObject([{ actor_id: 'logistics', detail: { batch: batchId, labels: 4 } }]);
  });

  test('of others is not there for who sees some orders alone', async () => {
    const { batchId } = (await start()).body;
    await house.database.admin('people').where({ id: 'service' }).update({ scope: 'department' });
    const theirs = await house.as('service').get(`/print-batches/${batchId}`);
    expect(theirs).toMatchObject({ status: 404, body: { code: 'print_batch_unknown' } });
    expect((await house.as('service').get('/print-batches')).body.items).toEqual([]);
    expect((await house.as('manager').get('/print-batches')).body.items.length).toBeGreaterThan(0);
  });

  test('goes on where a killed worker left it, and two at once do no harm', async () => {
    const { batchId } = (await start()).body;
    const stopped = new AbortController();
    stopped.abort();
    await checkBatch(houseOf(house.database), batchId, stopped.signal);
    expect((await shown(batchId)).batch).toMatchObject({ status: 'running', ready: 0 });
    await Promise.all([check(batchId, 1), check(batchId, 2)]);
    expect((await shown(batchId)).batch).toMatchObject({ status: 'ready', ready: 4 });
  });

  test('leaves out codes that died, before and after the check', async () => {
    const [before, after] = [await issuedOrder(house), await issuedOrder(house)];
    const codes = { orderNos: [...orderNos, before.orderNo, after.orderNo] };
    const { batchId } = (await start({ codes, format: 'zpl' })).body;
    const kill = async ({ orderNo, orderId }: { orderNo: string; orderId: string }) => {
      await house.as('manager').post(`/orders/${orderNo}/code-voids`, {});
      await house.settle(orderId);
    };
    await kill(before);
    await check(batchId);
    const { batch, skippedLabels } = await shown(batchId);
    expect(batch).toMatchObject({ ready: 5, skipped: 1 });
    expect(skippedLabels).toMatchObject([{ orderNo: before.orderNo, reason: 'code_not_live' }]);
    expect((await fileOf(batchId)).toString().match(/\^XA/g)).toHaveLength(5);
    await kill(after);
    expect((await fileOf(batchId)).toString().match(/\^XA/g)).toHaveLength(4);
  });

  test('is refused without codes, rights or a fitting format, and nothing is begun', async () => {
    const count = async () => (await house.database.admin('print_batches').count()).at(0)?.count;
    const before = await count();
    const tries = [
      await start({ codes: { orderNos: ['NONE'] } }),
      await start({ preset: 'screen' }),
      await start({ preset: 'a4_sheet', format: 'zpl' }),
      await start({ preset: 'poster', format: 'zpl' }),
      await start({ codes: { orderNos: [] } }),
      await house.as('auditor').post('/print-batches', {}),
    ];
    expect(tries.map(({ body }) => body.code)).toEqual([
      ...[
        'nothing_to_print',
        'malformed',
        'format_not_for_preset',
        'format_not_for_preset',
        'malformed',
        'not_permitted',
      ],
    ]);
    expect(await count()).toBe(before);
  });

  test('of a sealed preset holds what a device verifies by itself, as its list says', async () => {
    const device = await aDevice(house);
    const parcels = [await issuedOrder(house), await issuedOrder(house)];
    for (const { orderNo, orderId } of parcels) {
      await house.as('logistics').post(`/orders/${orderNo}/facts`, { type: 'picked' });
      await house.settle(orderId);
    }
    const numbers = parcels.map(({ orderNo }) => orderNo).toSorted();
    const codes = { orderNos: numbers };
    const { batchId } = (await start({ preset: 'label_60x40mm_sealed', codes })).body;
    await check(batchId);
    expect((await shown(batchId)).batch).toMatchObject({ ready: 2, skipped: 0 });
    const { pages } = await pagesOfPdf(await fileOf(batchId), 203, 4);
    const texts = await Promise.all(
      pages.map(async ({ picture }) => (await decodePicture(picture))?.text ?? ''),
    );
    const { keys } = (await house.as('logistics').get('/offline/keys')).body;
    const known = keys.map((key: { publicKey: string }) => ({
      ...key,
      publicKey: Buffer.from(key.publicKey, 'base64url'),
    }));
    const at = { hosts: [CODE_HOST], now: new Date() };
    const blockOf = async (text: string) => {
      const reading = await readOnDevice(known, text, at);
      return 'block' in reading ? Buffer.from(reading.block).toString('base64url') : reading.verdict;
    };
    const { items } = (await device.takeList()).body;
    const listed = new Map(items.map((one: { orderNo: string; facts: string }) => [one.orderNo, one.facts]));
    expect(await Promise.all(texts.map(blockOf))).toEqual(numbers.map((no) => listed.get(no)));
    expect([...listed.keys()]).toEqual(expect.arrayContaining(numbers));
    const short = (await start()).body.batchId;
    await check(short);
    const [page] = (await pagesOfPdf(await fileOf(short), 203, 1)).pages;
    expect(await blockOf(page ? ((await decodePicture(page.picture))?.text ?? '') : '')).toBe('unknown_key');
  });

  test('of a state takes what nobody printed yet', async () => {
    const fresh = await issuedOrder(house);
    const { rows } = await house.database.admin.raw('select state from orders where order_no = ?', [
      fresh.orderNo,
    ]);
    const codes = { state: rows[0].state, limit: 100 };
    const first = (await start({ codes })).body;
    expect(first.labels).toBeGreaterThan(0);
    expect(await start({ codes })).toMatchObject({ status: 409, body: { code: 'nothing_to_print' } });
  });
});

describe('scans of printed labels', () => {
  test('are matched with their batch and graded, several on one picture', async () => {
    const { batchId } = (await start({ format: 'zpl' })).body;
    await check(batchId);
    const labels = (await fileOf(batchId))
      .toString()
      .split('^XZ')
      .filter((one) => one.includes('^XA'));
    const canvas = createCanvas(1000, 720);
    const context = canvas.getContext('2d');
    context.fillStyle = '#ddd';
    context.fillRect(0, 0, 1000, 720);
    for (const [at, zpl] of labels.slice(0, 3).entries()) {
      const { data, width, height } = await printedByZebra(`${zpl}^XZ`, { width: 60, height: 40 });
      const label = createCanvas(width, height);
      const image = label.getContext('2d').createImageData(width, height);
      image.data.set(data);
      label.getContext('2d').putImageData(image, 0, 0);
      context.drawImage(
        await loadImage(label.toBuffer('image/png')),
        10 + (at % 2) * 490,
        20 + Math.floor(at / 2) * 350,
      );
    }
    const { status, body } = await graded(batchId, canvas.toBuffer('image/png'));
    expect(status).toBe(201);
    const found = body.items.map(({ orderNo, outcome, grade }: Record<string, string>) => [
      orderNo,
      outcome,
      grade,
    ]);
    expect(found.toSorted()).toEqual(
      orderNos.slice(0, 3).map((no) => [no, 'matched', expect.stringMatching(/[AB]/)]),
    );
    const { checked, batch } = await shown(batchId);
    expect(checked).toHaveLength(3);
    expect(batch.samples).toBe(3);
    const other = (await start()).body.batchId;
    const elsewhere = await graded(other, canvas.toBuffer('image/png'));
    expect(elsewhere.body.items).toHaveLength(3);
    const stranger = (await start({ codes: { orderNos: orderNos.slice(3) } })).body.batchId;
    const strange = await graded(stranger, canvas.toBuffer('image/png'));
    expect(strange.body.items.map(({ outcome }: { outcome: string }) => outcome)).toEqual(
      Array(3).fill('not_in_batch'),
    );
  });

  test('tell of a picture without a symbol, and refuse what is no picture or has too many pixels', async () => {
    const { batchId } = (await start()).body;
    const empty = createCanvas(100, 100).toBuffer('image/png');
    expect((await graded(batchId, empty)).body.items).toMatchObject([{ outcome: 'unreadable', grade: 'F' }]);
    expect((await graded(batchId, Buffer.from('<script>'))).body).toMatchObject({ code: 'file_not_as_said' });
    const huge = Buffer.from(empty);
    huge.writeUInt32BE(30_000, 16);
    huge.writeUInt32BE(30_000, 20);
    expect((await graded(batchId, huge)).body).toMatchObject({ code: 'picture_too_large' });
    const none = await graded('7d444840-9dc0-41d1-b245-5ffdce74fad2', empty);
    expect(none).toMatchObject({ status: 404, body: { code: 'print_batch_unknown' } });
  });
});
