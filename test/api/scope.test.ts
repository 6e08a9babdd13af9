import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { lately } from '../support/trend.js';
import { type ApiHouse, openHouse } from './house.js';
import { anOrderBody, issuedOrder, orderInReview } from './order-body.js';

/**
 * What stands in a body, a list or a stream, and names an order: a person who sees their department's orders alone gets
 * and changes nothing of another's (P1.2). Beside each stands their own order, which passes.
 */
let house: ApiHouse;
let own: Awaited<ReturnType<typeof makeOrder>>;
let foreign: Awaited<ReturnType<typeof makeOrder>>;
beforeAll(async () => {
  house = await openHouse();
  for (const id of ['reviewer', 'technician', 'manager', 'desk'])
    await house.database.admin('people').where({ id }).update({ scope: 'department' });
  own = await makeOrder(['review', 'technology', 'management', 'order_desk']);
  foreign = await makeOrder(['archive']);
});
afterAll(() => house.close());

async function makeOrder(departments: string[]) {
  await everybodySees(true);
  const order = await orderInReview(house);
  await everybodySees(false);
  const { admin } = house.database;
  const { rows } = await admin.raw(
    `insert into cases (id, order_id, kind, step, code, blocking, owner_department)
     values (gen_random_uuid(), ?, 'technical', 'archive', 'Odd: lost', false, 'technology') returning id, cause_key`,
    [order.orderId],
  );
  await admin.raw(`insert into case_attempts (case_id, attempt, code) values (?, 1, 'Odd: lost')`, [
    rows[0].id,
  ]);
  await admin('orders')
    .where({ id: order.orderId })
    .update({ departments, owner_department: departments[0], due_at: new Date(Date.now() - 60_000) });
  return { ...order, caseId: String(rows[0].id), causeKey: String(rows[0].cause_key) };
}

/** The makers of the orders see what they make. */
const everybodySees = (all: boolean) => seeAll(['reviewer', 'desk'], all);
const seeAll = (ids: string | string[], all: boolean) =>
  house.database
    .admin('people')
    .whereIn('id', [ids].flat())
    .update({ scope: all ? 'all' : 'department' });

const both = () => [own.orderNo, foreign.orderNo];
const numbersIn = (text: string) => both().filter((orderNo) => text.includes(`"${orderNo}"`));
const factsOf = (orderId: string, type: string) =>
  house.database.admin('facts').where({ order_id: orderId, type });

describe('what a body names', () => {
  test('is steered where it is in sight, and unknown elsewhere', async () => {
    const { body } = await house.as('manager').post('/steerings', {
      ...{ act: 'watch', on: true, reason: 'other', note: 'x' },
      orders: both().map((orderNo) => ({ orderNo })),
    });
    const outcome = (orderNo: string) =>
      body.items.find((item: { orderNo: string }) => item.orderNo === orderNo).refusal;
    expect([outcome(own.orderNo), outcome(foreign.orderNo)]).toEqual([null, 'order_unknown']);
    expect(await factsOf(foreign.orderId, 'watch_set')).toEqual([]);
  });

  test('is approved in bulk where it is in sight, and a review unknown elsewhere', async () => {
    const items = [own, foreign].map(({ reviewId, materialFact }) => ({ reviewId, materialFact }));
    const reviews = items.map(({ reviewId }) => reviewId).join(',');
    const checked = await house
      .as('reviewer')
      .get(`/review-approvals/check?reason=amount_at_least&reviews=${reviews}`);
    expect(checked.body.items.map((item: { refusal: string }) => item.refusal)).toEqual([
      null,
      'review_unknown',
    ]);
    expect(numbersIn(checked.text)).toEqual([own.orderNo]);
    const { body } = await house
      .as('reviewer')
      .post('/review-approvals', { reason: 'amount_at_least', items });
    const refusal = ({ reviewId }: { reviewId: string }) =>
      body.items.find((item: { reviewId: string }) => item.reviewId === reviewId).refusal;
    expect([refusal(own), refusal(foreign)]).toEqual([null, 'review_unknown']);
    expect(await factsOf(foreign.orderId, 'review_approved')).toEqual([]);
  });

  test('goes into a batch of retries where it is in sight, by its case and by its cause', async () => {
    const start = (chosen: object) =>
      house
        .as('technician')
        .post('/retry-batches', { rootCause: 'system_fault', maxFailurePercent: 20, ...chosen });
    expect(foreign.causeKey).toBe(own.causeKey);
    expect((await start({ caseIds: [foreign.caseId] })).body.code).toBe('nothing_to_retry');
    const started = await start({ causeKey: own.causeKey });
    expect(started.body.items).toBe(1);
    const items = await house.as('technician').get(`/retry-batches/${started.body.batchId}/items`);
    expect(numbersIn(items.text)).toEqual([own.orderNo]);
  });

  test('of a batch that holds another’s order nothing is shown, steered or tried again', async () => {
    const { admin } = house.database;
    const batch = async (one: typeof own) => {
      const { rows } = await admin.raw(
        `with b as (insert into retry_batches (id, requested_by, root_cause, max_failure_percent)
           values (gen_random_uuid(), 'admin', 'system_fault', 20) returning id)
         insert into retry_batch_items (batch_id, position, case_id, order_id, status)
         select id, 1, ?::uuid, ?::uuid, 'failed' from b returning batch_id`,
        [one.caseId, one.orderId],
      );
      return String(rows[0].batch_id);
    };
    const [mine, other] = [await batch(own), await batch(foreign)];
    const technician = house.as('technician');
    const tries = async (id: string) => [
      (await technician.get(`/retry-batches/${id}`)).status,
      (await technician.get(`/retry-batches/${id}/items`)).status,
      (await technician.post(`/retry-batches/${id}/wishes`, { wanted: 'suspend', revision: 1 })).status,
    ];
    expect(await tries(mine)).toEqual([200, 200, 201]);
    expect(await tries(other)).toEqual([404, 404, 404]);
    const { text } = await technician.get('/retry-batches?limit=200');
    expect([text.includes(mine), text.includes(other)]).toEqual([true, false]);
    const again = { failedOf: other, rootCause: 'system_fault', maxFailurePercent: 20 };
    expect((await technician.post('/retry-batches', again)).body.code).toBe('batch_unknown');
  });

  test('is entered under a number of another’s order without learning more than that it is taken', async () => {
    await everybodySees(true);
    const body = anOrderBody();
    const { body: entered } = await house.as('desk').post('/orders', body);
    const again = () => house.as('desk').post('/orders', body);
    expect((await again()).status).toBe(200);
    await house.database
      .admin('orders')
      .where({ id: entered.orderId })
      .update({
        departments: ['archive'],
        owner_department: 'archive',
      });
    await everybodySees(false);
    const refused = await again();
    expect([refused.status, refused.body.code]).toEqual([409, 'order_differs']);
    expect(refused.text).not.toContain(entered.orderId);
  });

  test('is read from its code, and of another’s order only whether the code is valid', async () => {
    const scan = async (person: string, order: typeof own, purpose = 'look') =>
      (await house.as(person).post('/scans', { token: await tokenOf(order), purpose })).body;
    expect((await scan('manager', own)).order.orderNo).toBe(own.orderNo);
    const look = await scan('manager', foreign);
    expect([look.accepted, look.reason, look.order, look.orderId]).toEqual([
      ...[true, 'code_live', undefined, undefined],
    ]);
    expect(await scan('sales2', foreign, 'confirm')).toMatchObject({
      accepted: false,
      reason: 'not_permitted',
    });
    expect(await factsOf(foreign.orderId, 'customer_confirmed')).toEqual([]);
  });

  test('a reviewer who does not see an order is neither offered nor given its review', async () => {
    const { orderId, reviewId } = own;
    const names = async () =>
      (await house.as('reviewer2').get(`/reviews/${reviewId}/candidates`)).body.items.map(
        ({ id }: { id: string }) => id,
      );
    expect(await names()).toContain('reviewer');
    await house.database
      .admin('orders')
      .where({ id: orderId })
      .update({ departments: ['technology'], owner_department: 'technology' });
    expect(await names()).not.toContain('reviewer');
    await house.database
      .admin('orders')
      .where({ id: orderId })
      .update({
        departments: ['review', 'technology', 'management', 'order_desk'],
        owner_department: 'review',
      });
  });
});

describe('what a list shows', () => {
  const LISTS: readonly (readonly [person: string, path: string])[] = [
    ['manager', '/orders?limit=200'],
    ['manager', '/stuck?limit=200'],
    ['manager', '/stuck?order=value&limit=200'],
    ['reviewer', '/reviews?limit=200&view=all'],
    ['technician', '/cases?limit=200'],
  ];
  test.each(LISTS)('%s %s: what is in sight', async (person, path) => {
    const { text } = await house.as(person).get(path);
    expect(numbersIn(text)).toEqual([own.orderNo]);
  });

  test('causes, their trend and the root causes count what is in sight', async () => {
    const technician = house.as('technician');
    const { body } = await technician.get(`/incidents/${own.causeKey}`);
    expect([body.cases, lately(body.trend)]).toEqual([1, 1]);
    const asAdmin = await house.as('admin').get(`/incidents/${own.causeKey}`);
    expect([asAdmin.body.cases, lately(asAdmin.body.trend)]).toEqual([2, 2]);
    const check = await technician.get(`/case-checks?caseIds=${own.caseId},${foreign.caseId}`);
    expect(numbersIn(check.text)).toEqual([own.orderNo]);
  });

  test('the file of the stuck and the tiles of the board hold what is in sight', async () => {
    const file = await house.as('manager').post('/stuck/exports', { scope: 'late' });
    expect(both().filter((orderNo) => file.text.includes(orderNo))).toEqual([own.orderNo]);
    await house.deeds.sweep();
    const stuck = async (person: string) => (await house.as(person).get('/board')).body.tiles.stuck;
    expect((await stuck('admin')) - (await stuck('manager'))).toBe(1);
  });

  test('a search finds what is in sight, by the end of a number as by its code', async () => {
    const found = async (text: string) =>
      numbersIn((await house.as('manager').post('/searches', { text })).text);
    expect(await found(own.orderNo)).toEqual([own.orderNo]);
    expect(await found(foreign.orderNo)).toEqual([]);
    expect(await found(await tokenOf(own))).toEqual([own.orderNo]);
    expect(await found(await tokenOf(foreign))).toEqual([]);
  });

  test('a notice is for whom sees its order, and an escalation makes its department see it', async () => {
    await seeAll('desk', true);
    const { orderNo, orderId } = await issuedOrder(house);
    await seeAll('desk', false);
    const notices = async () => (await house.as('manager').get('/notices?limit=200')).body.items;
    const mine = async () => (await notices()).filter((one: { orderNo: string }) => one.orderNo === orderNo);
    await house.database
      .admin('orders')
      .where({ id: orderId })
      .update({ departments: ['archive'], owner_department: 'archive' });
    const escalate = { act: 'escalate', department: 'management', reason: 'late' };
    await seeAll('manager', true);
    const { body } = await house.as('manager').post('/steerings', { ...escalate, orders: [{ orderNo }] });
    await seeAll('manager', false);
    expect(body.items).toMatchObject([{ outcome: 'done' }]);
    expect(await mine()).toEqual([]);
    const [{ id }] = await house.database.admin('notices').where({ order_id: orderId });
    expect((await house.as('manager').post(`/notices/${id}/seen`, {})).status).toBe(404);
    await house.settle(orderId);
    expect(await mine()).toHaveLength(1);
    expect((await house.as('manager').get(`/orders/${orderNo}`)).status).toBe(200);
    expect((await house.as('manager').post(`/notices/${id}/seen`, {})).status).toBe(200);
  });

  test('events of an order are told to whom sees it', async () => {
    const listen = async (orderNo: string) => {
      const stop = new AbortController();
      const answer = await fetch(`${house.url}/events?order=${orderNo}`, {
        headers: { authorization: `Bearer ${house.tokenOf('manager')}` },
        signal: stop.signal,
      });
      stop.abort();
      return answer.status;
    };
    expect(await Promise.all(both().map(listen))).toEqual([200, 404]);
  });
});

async function tokenOf({ orderNo }: { orderNo: string }): Promise<string> {
  return (await house.as('admin').get(`/orders/${orderNo}/code`)).body.text;
}
