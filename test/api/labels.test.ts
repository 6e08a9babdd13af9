import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodePicture } from '../../qr/check.js';
import { pagesOfPdf, pictureOf, printedByZebra } from '../qr/paper.js';
import { type ApiHouse, openHouse } from './house.js';
import { issuedOrder } from './order-body.js';

let house: ApiHouse;
let orderNo: string;
beforeAll(async () => {
  house = await openHouse();
  orderNo = (await issuedOrder(house)).orderNo;
});
afterAll(() => house.close());

const fileOf = async (path: string): Promise<Buffer> => {
  const headers = { authorization: `Bearer ${house.tokenOf('sales')}` };
  const response = await fetch(`${house.url}/orders/${orderNo}/${path}`, { headers });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
};
const codeAs = async (person: string) => (await house.as(person).get(`/orders/${orderNo}/code`)).body;
const printed = () =>
  house.database
    .admin('code_prints')
    .select('preset', 'format', 'copies', 'printed_by')
    .orderBy('printed_at');

describe('the label of a live code', () => {
  test('is had as SVG, PNG, PDF and ZPL, and every one is read back as the same code', async () => {
    const { text } = await codeAs('sales');
    const preset = 'preset=label_60x40mm';
    const pdf = await pagesOfPdf(await fileOf(`code.pdf?${preset}&copies=3`), 203);
    const zpl = (await fileOf(`code.zpl?${preset}&copies=3`)).toString();
    const pictures = [
      await pictureOf(await fileOf(`code.svg?${preset}`)),
      await pictureOf(await fileOf(`code.png?${preset}`)),
      pdf.pages[0]?.picture,
      await printedByZebra(zpl, { width: 60, height: 40 }),
    ];
    for (const picture of pictures) expect(picture && (await decodePicture(picture))?.text).toBe(text);
    expect(pdf.count).toBe(3);
    expect(pdf.pages[0]?.text).toContain(orderNo);
    expect(zpl).toContain('^PQ3');
  });

  test('names the same code where the preset asks for the sealed profile', async () => {
    const picture = await pictureOf(await fileOf('code.png?preset=receipt_80mm'));
    const sealed = (await decodePicture(picture))?.text ?? '';
    expect(sealed.length).toBeGreaterThan(200);
    const { body } = await house.as('sales').post('/scans', { token: sealed, purpose: 'look' });
    expect(body).toMatchObject({ accepted: true, reason: 'code_live', order: { orderNo } });
  });

  test('is listed for every preset with its size, and ZPL for label printers alone', async () => {
    const { body } = await house.as('auditor').get(`/orders/${orderNo}/labels`);
    expect(body.items).toHaveLength(8);
    const formats = Object.fromEntries(
      body.items.map(({ preset, formats }: { preset: string; formats: string[] }) => [preset, formats]),
    );
    expect(formats.label_40x30mm).toEqual(['svg', 'png', 'pdf', 'zpl']);
    expect(formats.poster).toEqual(['svg', 'png', 'pdf']);
    const refused = await house.as('sales').get(`/orders/${orderNo}/code.zpl?preset=poster`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'format_not_for_preset' } });
    const unknown = await house.as('sales').get(`/orders/${orderNo}/code.pdf?preset=postcard`);
    expect(unknown).toMatchObject({ status: 400, body: { code: 'malformed' } });
  });

  test('carries an indicative grade from its issuing', async () => {
    const [record] = (await codeAs('sales')).records;
    expect(record.grade).toBe('A');
    expect(Object.keys(record.gradeParts)).toHaveLength(4);
  });
});

describe('a print', () => {
  const label = { preset: 'label_40x30mm', format: 'zpl', copies: 2 };

  test('is written down and logged once, however often its button is pressed; fetching the file is not', async () => {
    const before = await printed();
    const again = { key: 'print-once' };
    const answers = await Promise.all(
      [1, 2, 3].map(() => house.as('sales').post(`/orders/${orderNo}/prints`, label, again)),
    );
    await fileOf('code.zpl?preset=label_40x30mm&copies=2');
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.body).toMatchObject({ orderNo, issueNo: 1 });
    expect((await printed()).slice(before.length)).toEqual([{ ...label, printed_by: 'sales' }]);
    const { prints } = await codeAs('auditor');
    expect(prints[0]).toMatchObject({ ...label, printedBy: 'sales', issueNo: 1 });
    const logged = await house.database.admin('log_entries').where({ action: 'code_printed' });
    expect(logged).toHaveLength(prints.length);
  });

  test('is refused to who may only look, for no paper and for none that fits, and nothing is written', async () => {
    const before = await printed();
    const tries = [
      await house.as('auditor').post(`/orders/${orderNo}/prints`, label),
      await house.as('sales').post(`/orders/${orderNo}/prints`, { ...label, copies: 0 }),
      await house.as('sales').post(`/orders/${orderNo}/prints`, { ...label, copies: 101 }),
      await house.as('sales').post(`/orders/${orderNo}/prints`, { ...label, preset: 'a4_sheet' }),
      await house.as('sales').post('/orders/NONE/prints', label),
    ];
    expect(tries.map(({ body }) => body.code)).toEqual([
      ...['not_permitted', 'malformed', 'malformed', 'format_not_for_preset', 'order_unknown'],
    ]);
    expect(await printed()).toEqual(before);
  });

  test('has no code to print after a void', async () => {
    const other = await issuedOrder(house);
    await house.as('manager').post(`/orders/${other.orderNo}/code-voids`, {});
    await house.settle(other.orderId);
    const refused = await house.as('sales').post(`/orders/${other.orderNo}/prints`, label);
    expect(refused).toMatchObject({ status: 404, body: { code: 'code_not_issued' } });
  });
});
