import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mintToken, newKeyTable } from '../../qr/token.js';
import { type Answer, type ApiHouse, CODE_HOST, clientOf, openHouse } from './house.js';
import { issuedOrder } from './order-body.js';

let house: ApiHouse;
let later: (ms: number) => void;
beforeAll(async () => {
  let offsetMs = 0;
  later = (ms) => {
    offsetMs = ms;
  };
  house = await openHouse({
    now: () => new Date(Date.now() + offsetMs),
    config: { maxImportBytes: 1, requestsPerMinute: 10_000, strangersScansPerMinute: 10_000 },
  });
});
beforeEach(() => later(0));
afterAll(() => house.close());

const textOf = async (orderNo: string): Promise<string> =>
  (await house.as('desk').get(`/orders/${orderNo}/code`)).body.text;
const paid = (amountMinor: number) => ({ type: 'payment_received', amountMinor, currency: 'CNY' });
const scan = (person: string, token: string, purpose = 'look'): Promise<Answer> =>
  house.as(person).post('/scans', { token, purpose });
const strange = (token: string, purpose = 'look', headers = {}): Promise<Answer> =>
  house.stranger.post('/scans', { token, purpose }, { headers });

const unknown = () =>
  mintToken(house.deps.tokenKeys, { profile: 'short', host: CODE_HOST, tokenId: randomBytes(16) }).text;
const forged = (text: string) => `${text.slice(0, -5)}${text.at(-5) === 'A' ? 'B' : 'A'}${text.slice(-4)}`;

/** Every statement of a deed's transaction, as text; the log hears once a minute, whatever was scanned. */
async function statementsOf(deed: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  const note = ({ sql, inTransaction }: { sql: string; inTransaction?: boolean }) => {
    if (inTransaction && !sql.includes('log_entries')) seen.push(sql);
  };
  house.db.on('query', note);
  await deed();
  house.db.removeListener('query', note);
  return seen;
}

/** Texts that are not the live code of an order, by what staff are told. */
async function deadTexts(): Promise<Record<string, string>> {
  const replaced = await issuedOrder(house);
  const replacedText = await textOf(replaced.orderNo);
  await house.as('sales').post(`/orders/${replaced.orderNo}/reissues`, {});
  await house.settle(replaced.orderId);
  const voided = await issuedOrder(house);
  const voidedText = await textOf(voided.orderNo);
  await house.as('manager').post(`/orders/${voided.orderNo}/code-voids`, {});
  await house.settle(voided.orderId);
  const live = await textOf((await issuedOrder(house)).orderNo);
  const foreignKeys = newKeyTable('2026-01-01T00:00:00Z');
  return {
    code_replaced: replacedText,
    code_voided: voidedText,
    code_unknown: unknown(),
    code_forged: forged(live),
    code_malformed: live.slice(0, -7),
    code_foreign: mintToken(foreignKeys, {
      profile: 'short',
      host: 'OTHER.EXAMPLE',
      tokenId: randomBytes(16),
    }).text,
  };
}

describe('staff who scan', () => {
  test('see a live code with its order', async () => {
    const { orderNo } = await issuedOrder(house);
    const { body } = await scan('logistics', await textOf(orderNo));
    expect(body).toMatchObject({
      accepted: true,
      reason: 'code_live',
      order: { orderNo, amountMinor: 12_000, issueNo: 1 },
    });
  });

  test('are told what a dead code is', async () => {
    for (const [reason, text] of Object.entries(await deadTexts())) {
      const { status, body } = await scan('logistics', text);
      expect([status, body.accepted, body.reason]).toEqual([200, false, reason]);
    }
  });

  test('are told which issue replaced a code', async () => {
    const { code_replaced: text = '' } = await deadTexts();
    expect((await scan('desk', text)).body.replacedBy).toBe(2);
  });

  test('are told the way out of a code that a newer one replaced', async () => {
    const { code_replaced: text = '' } = await deadTexts();
    const answer = await house
      .as('desk')
      .post('/scans', { token: text }, { headers: { 'accept-language': 'en' } });
    expect(answer.body.sentence).toMatch(/replaced by a newer one\. Issue 2 is the code now: scan that one/);
  });

  test('see a code expire on its day, before any sweep', async () => {
    const { orderNo } = await issuedOrder(house);
    const text = await textOf(orderNo);
    later(366 * 86_400_000);
    expect((await scan('desk', text)).body).toMatchObject({ accepted: false, reason: 'code_expired' });
  });

  test('leave a fact with the verdict', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    await scan('logistics', await textOf(orderNo));
    const facts = await house.db('facts').where({ order_id: orderId, type: 'scanned' });
    expect(facts).toMatchObject([
      { actor_id: 'logistics', detail: { verdict: 'code_live', purpose: 'look', issueNo: 1 } },
    ]);
  });

  test('without the right to scan are refused', async () => {
    const { status, body } = await scan('auditor', unknown());
    expect([status, body.code]).toEqual([403, 'not_permitted']);
  });

  test('receive an order on offer to their department', async () => {
    const { orderNo } = await issuedOrder(house);
    const text = await textOf(orderNo);
    expect((await scan('logistics', text, 'receive')).body.reason).toBe('transfer_unknown');
    await house
      .as('desk')
      .post(`/orders/${orderNo}/transfers`, { toKind: 'department', toName: 'logistics' });
    expect((await scan('finance', text, 'receive')).body).toMatchObject({
      accepted: false,
      reason: 'not_the_receiver',
    });
    expect((await scan('logistics', text, 'receive')).body).toMatchObject({ accepted: true });
    expect((await scan('logistics', text, 'receive')).body.reason).toBe('transfer_answered');
  });

  test('confirm for a customer when that is their work', async () => {
    const { orderNo } = await issuedOrder(house);
    const text = await textOf(orderNo);
    expect((await scan('finance', text, 'confirm')).body).toMatchObject({
      accepted: false,
      reason: 'not_permitted',
    });
    expect((await scan('sales', text, 'confirm')).body).toMatchObject({ accepted: true, state: 'issued' });
  });
});

describe('the face of a scan', () => {
  const faceOf = async (person: string, token: string, purpose = 'look') =>
    (await scan(person, token, purpose)).body.face;

  test('follows the work of whoever scans', async () => {
    const { orderNo } = await issuedOrder(house);
    const text = await textOf(orderNo);
    const people = ['sales', 'desk', 'service', 'finance', 'logistics', 'reviewer', 'supervisor'];
    const kinds = await Promise.all(people.map(async (person) => (await faceOf(person, text)).kind));
    expect(kinds).toEqual([
      ...['sales', 'sales', 'customer_service', 'finance', 'logistics', 'other', 'other'],
    ]);
  });

  test('shows each what their work needs, and nothing personal', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    await house.as('finance').post(`/orders/${orderNo}/facts`, paid(5_000));
    await house.settle(orderId);
    const text = await textOf(orderNo);
    const [sales, service, finance, logistics] = await Promise.all(
      ['sales', 'service', 'finance', 'logistics'].map((person) => faceOf(person, text)),
    );
    expect(sales).toMatchObject({ lines: [{ sku: 'TEA-1', quantity: 2 }], code: { issueNo: 1 } });
    expect(service).toMatchObject({ telling: { code: 'awaiting_payment', amountMinor: 7_000 } });
    expect(service.history[0].type).toBe('circulation_started');
    expect(finance).toMatchObject({ dueMinor: 12_000, paidMinor: 5_000, refundedMinor: 0, mismatches: 0 });
    expect(finance.payments).toMatchObject([{ type: 'payment_received', amountMinor: 5_000 }]);
    expect(logistics).toMatchObject({ nextHandling: null, lines: [{ quantity: 2, picked: 0 }] });
    expect(JSON.stringify([sales, service, finance, logistics])).not.toMatch(/张三|13800138000|zhang@/);
  });

  test('is there afterwards too, as it is then', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    await house.as('finance').post(`/orders/${orderNo}/facts`, paid(12_000));
    await house.settle(orderId);
    const { body } = await house.as('logistics').get(`/orders/${orderNo}/face?purpose=handle`);
    expect(body).toMatchObject({
      state: 'circulating',
      face: { kind: 'logistics', work: { pick: 2, pack: 0, ship: 0, deliver: 0 }, nextHandling: 'pick' },
      takeTo: null,
    });
  });

  test('says whom to take it to when the next move is another’s', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    await house.as('logistics').post(`/orders/${orderNo}/facts`, { type: 'picked' });
    await house.settle(orderId);
    const text = await textOf(orderNo);
    const unpaid = { department: 'finance', does: 'record_payment' };
    expect((await scan('logistics', text)).body.takeTo).toEqual(unpaid);
    expect((await scan('reviewer', text)).body.takeTo).toEqual(unpaid);
    expect((await scan('finance', text)).body.takeTo).toBeUndefined();
  });

  test('of a purpose that is not theirs is refused, written down, and leads on', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    await house.as('logistics').post(`/orders/${orderNo}/facts`, { type: 'picked' });
    await house.settle(orderId);
    const text = await textOf(orderNo);
    const { body } = await scan('logistics', text, 'till');
    expect(body).toMatchObject({
      ...{ accepted: false, reason: 'not_permitted', order: { orderNo } },
      takeTo: { department: 'finance', does: 'record_payment' },
    });
    const [fact] = await house.db('facts').where({ order_id: orderId, type: 'scanned' });
    expect(fact.detail).toMatchObject({ verdict: 'code_live', purpose: 'till', denied: 'right' });
    const denied = await house.db('log_entries').where({ order_id: orderId, action: 'access_denied' });
    expect(denied).toMatchObject([{ actor_id: 'logistics', detail: { route: 'scan', purpose: 'till' } }]);
    expect((await scan('finance', text, 'till')).body).toMatchObject({ accepted: true });
    expect((await strange(text, 'till')).body).toMatchObject({ accepted: false, reason: 'not_permitted' });
  });
});

describe('strangers who scan', () => {
  test('get one answer for every code that is not live, to the byte', async () => {
    const answers = await Promise.all(Object.values(await deadTexts()).map((text) => strange(text)));
    const looks = answers.map(({ status, text, headers }) => {
      const kept = [...headers].filter(([name]) => !['x-request-id', 'date'].includes(name));
      return JSON.stringify([status, text, kept]);
    });
    expect(new Set(looks).size).toBe(1);
    expect(answers[0]?.body).toEqual({ accepted: false, reason: 'code_unknown', sentence: '此码已失效。' });
  });

  test('cost the same statements whatever dead code they scan', async () => {
    const dead = await deadTexts();
    const expired = await textOf((await issuedOrder(house)).orderNo);
    const work: Record<string, string[]> = {};
    for (const [reason, text] of Object.entries(dead)) work[reason] = await statementsOf(() => strange(text));
    later(366 * 86_400_000);
    work.code_expired = await statementsOf(() => strange(expired));
    for (const statements of Object.values(work)) expect(statements).toEqual(work.code_unknown);
    later(0);
    const live = await textOf((await issuedOrder(house)).orderNo);
    expect((await statementsOf(() => strange(live))).length).toBeGreaterThan(work.code_unknown?.length ?? 0);
  });

  test('have the sweeper write down their scans of codes that were ours', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    const text = await textOf(orderNo);
    await house.as('manager').post(`/orders/${orderNo}/code-voids`, {});
    await house.settle(orderId);
    await strange(text);
    const scanned = () => house.db('facts').where({ order_id: orderId, type: 'scanned' });
    expect(await scanned()).toEqual([]);
    await house.deeds.sweep();
    expect(await scanned()).toMatchObject([
      { actor_id: 'stranger', detail: { verdict: 'code_voided', purpose: 'look', issueNo: 1 } },
    ]);
    await house.deeds.sweep();
    expect(await scanned()).toHaveLength(1);
  });

  test('learn that a live code is valid, and nothing of its order', async () => {
    const { orderNo } = await issuedOrder(house);
    const { body, text } = await strange(await textOf(orderNo), 'look', { 'accept-language': 'en' });
    expect(body).toEqual({ accepted: true, reason: 'code_live', sentence: 'The code is valid.' });
    expect(text).not.toContain(orderNo);
  });

  test('confirm their order once, however often they scan', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    const text = await textOf(orderNo);
    const answers = await Promise.all(Array.from({ length: 5 }, () => strange(text, 'confirm')));
    expect(answers.every((answer) => answer.body.accepted)).toBe(true);
    const facts = await house.db('facts').where({ order_id: orderId, type: 'customer_confirmed' });
    expect(facts).toMatchObject([{ actor_kind: 'customer', actor_id: 'stranger' }]);
  });

  test('change nothing by a dead code', async () => {
    const dead = await deadTexts();
    const before = await house.db('facts').whereNot({ type: 'scanned' }).count({ n: '*' });
    for (const text of Object.values(dead)) {
      expect((await strange(text, 'confirm')).body.accepted).toBe(false);
      expect((await strange(text, 'receive')).body.accepted).toBe(false);
      expect((await scan('sales', text, 'confirm')).body.accepted).toBe(false);
    }
    expect(await house.db('facts').whereNot({ type: 'scanned' }).count({ n: '*' })).toEqual(before);
  });

  test('receive what is on offer to the customer', async () => {
    const { orderNo } = await issuedOrder(house);
    const text = await textOf(orderNo);
    await house.as('desk').post(`/orders/${orderNo}/transfers`, { toKind: 'customer' });
    expect((await strange(text, 'receive')).body.accepted).toBe(true);
  });

  test('with a token that is no good are not taken for strangers', async () => {
    const { status, body } = await clientOf(house.url, { authorization: 'Bearer nonsense' }).post('/scans', {
      token: unknown(),
    });
    expect([status, body.code]).toEqual([401, 'unauthenticated']);
  });

  test('have their unknown codes logged once a minute, and counted', async () => {
    const address = await house.db('unknown_scans').sum({ n: 'count' });
    const logged = () => house.db('log_entries').where({ action: 'unknown_scan' }).count({ n: '*' });
    const [before] = await logged();
    for (let time = 0; time < 3; time += 1) await strange(unknown());
    const [after] = await logged();
    const counted = await house.db('unknown_scans').sum({ n: 'count' });
    expect(Number(counted[0]?.n) - Number(address[0]?.n)).toBe(3);
    expect(Number(after?.n) - Number(before?.n)).toBeLessThanOrEqual(1);
  });
});

test('strangers may scan thirty times a minute and no more', async () => {
  const own = await openHouse();
  const answers: number[] = [];
  for (let time = 0; time < 31; time += 1)
    answers.push((await own.stranger.post('/scans', { token: 'X' })).status);
  expect(answers.slice(0, 30)).toEqual(Array(30).fill(200));
  expect(answers[30]).toBe(429);
  expect((await own.as('desk').post('/scans', { token: 'X' })).status).toBe(200);
  await own.close();
});
