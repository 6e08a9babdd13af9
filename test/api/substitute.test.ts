import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { record } from '../../db/facts.js';
import { hashPassword } from '../../platform/passwords.js';
import { aBrowser } from './browser.js';
import { type ApiHouse, openHouse } from './house.js';
import { orderInReview } from './order-body.js';

const PASSWORD = 'a password of the reviewer';
const TWO_NEEDED = 10_000_000;
const MINUTE_MS = 60_000;

let house: ApiHouse;
let clockMs: number | undefined;
beforeAll(async () => {
  house = await openHouse({ now: () => new Date(clockMs ?? Date.now()) });
});
afterAll(() => house.close());
beforeEach(async () => {
  clockMs = undefined;
  await house.database.admin('absences').update({ ended_at: new Date() });
});

const at = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const away = async (person: string, substitute: string): Promise<string> => {
  const times = { from: at(-1), to: at(1) };
  return (await house.as('manager').post(`/people/${person}/absences`, { substitute, ...times })).body.id;
};
const back = (absenceId: string) => house.as('manager').post(`/absences/${absenceId}/end`, {});
const claim = (person: string, reviewId: string) => house.as(person).post(`/reviews/${reviewId}/claims`, {});
const decide = (person: string, { reviewId, materialFact }: { reviewId: string; materialFact: number }) =>
  house.as(person).post(`/reviews/${reviewId}/decision`, { decision: 'approved', materialFact });
const approvals = (orderId: string) =>
  house.database.admin('facts').where({ order_id: orderId, type: 'review_approved' }).orderBy('number');

describe('the substitute of a reviewer', () => {
  test('decides, the deed names both, and it ends with the absence', async () => {
    const [order, other] = [await orderInReview(house), await orderInReview(house)];
    expect((await claim('archivist', order.reviewId)).body.code).toBe('not_permitted');
    const absence = await away('reviewer', 'archivist');
    expect((await claim('archivist', order.reviewId)).status).toBe(201);
    expect((await decide('archivist', order)).status).toBe(201);
    expect(await approvals(order.orderId)).toMatchObject([
      { actor_id: 'archivist', on_behalf_of: 'reviewer', department: 'review' },
    ]);
    const log = { action: 'review_approved', order_id: order.orderId };
    expect(await house.database.admin('log_entries').where(log)).toMatchObject([
      { actor_id: 'archivist', detail: { onBehalfOf: 'reviewer' } },
    ]);
    await house.settle(order.orderId);
    const { body } = await house.as('manager').get(`/orders/${order.orderNo}/timeline`);
    expect(JSON.stringify(body)).toContain('"onBehalfOf":"reviewer"');
    expect((await house.as('manager').get(`/orders/${order.orderNo}`)).body.state).toBe('archived');
    expect((await claim('archivist', other.reviewId)).status).toBe(201);
    await back(absence);
    expect((await decide('archivist', other)).body.code).toBe('not_permitted');
    expect(await approvals(other.orderId)).toEqual([]);
  });

  test('reviews nothing that they had a hand in, in their own name or another’s', async () => {
    const [order, entered, free] = [
      await orderInReview(house),
      await orderInReview(house),
      await orderInReview(house),
    ];
    await house.database
      .admin('facts')
      .where({ order_id: entered.orderId, type: 'order_entered' })
      .update({ actor_id: 'archivist', on_behalf_of: 'desk' });
    await house.as('archivist').post(`/orders/${order.orderNo}/evidence`, { what: 'invoice' });
    await house.settle(order.orderId);
    const { body } = await house.as('reviewer').get('/reviews?limit=200');
    const again = body.items.find((one: { orderNo: string }) => one.orderNo === order.orderNo);
    await away('reviewer', 'archivist');
    const refused = async (reviewId: string) => {
      const { status, body: problem } = await claim('archivist', reviewId);
      return [status, problem.code, problem.hint.because];
    };
    expect(await refused(again.id)).toEqual([403, 'four_eyes', 'evidence_supplied']);
    expect(await refused(entered.reviewId)).toEqual([403, 'four_eyes', 'order_entered']);
    for (const { orderId } of [order, entered])
      await expect(approveInDatabase(orderId, again.id, 'archivist', 'reviewer')).rejects.toThrow(
        /four_eyes/,
      );
    expect((await claim('archivist', free.reviewId)).status).toBe(201);
  });

  test('is no second pair of eyes beside whose place they take, whoever of them was first', async () => {
    for (const [first, second] of [
      ['archivist', 'reviewer'],
      ['reviewer', 'archivist'],
    ] as const) {
      const order = await orderInReview(house, TWO_NEEDED);
      const absence = await away('reviewer', 'archivist');
      await claim(first, order.reviewId);
      expect((await decide(first, order)).status).toBe(201);
      expect((await claim(second, order.reviewId)).body.code).toBe('already_decided');
      const inPlaceOf = second === 'archivist' ? 'reviewer' : undefined;
      await expect(approveInDatabase(order.orderId, order.reviewId, second, inPlaceOf)).rejects.toThrow(
        /four_eyes/,
      );
      expect(await approvals(order.orderId)).toHaveLength(1);
      expect((await claim('reviewer2', order.reviewId)).status).toBe(201);
      expect((await decide('reviewer2', order)).status).toBe(201);
      await back(absence);
    }
  });

  test('may decide again once the approval was taken back, for the database too', async () => {
    const order = await orderInReview(house, TWO_NEEDED);
    await claim('reviewer', order.reviewId);
    await decide('reviewer', order);
    await house.as('reviewer').post(`/reviews/${order.reviewId}/withdrawal`, { reason: 'slip' });
    await house.settle(order.orderId);
    await claim('reviewer', order.reviewId);
    expect((await decide('reviewer', order)).status).toBe(201);
  });
});

/** Past the API, as its role. */
const approveInDatabase = (orderId: string, reviewId: string, id: string, onBehalfOf?: string) =>
  house.db.transaction((tx) =>
    record(tx, orderId, {
      type: 'review_approved',
      actor: { kind: 'person', id, department: 'review', ...(onBehalfOf && { onBehalfOf }) },
      source: 'api',
      detail: { reviewId },
    }),
  );

describe('a decision above the limit', () => {
  test('takes a fresh proof, which lasts ten minutes; one below takes none', async () => {
    const small = await orderInReview(house);
    const dear = await orderInReview(house, TWO_NEEDED);
    const dearer = await orderInReview(house, TWO_NEEDED);
    const passwordHash = await hashPassword(PASSWORD);
    await house.database
      .admin('sign_in_accounts')
      .insert({ person_id: 'reviewer', password_hash: passwordHash, must_change_password: false });
    const browser = aBrowser(house.url);
    clockMs = Date.now();
    expect((await browser.send('POST', '/session', { person: 'reviewer', password: PASSWORD })).status).toBe(
      200,
    );
    const act = async (path: string, body: object) => {
      const answer = await fetch(`${house.url}${path}`, {
        method: 'POST',
        headers: {
          ...{ cookie: String(browser.cookie()), origin: house.url, 'content-type': 'application/json' },
          'idempotency-key': randomUUID(),
        },
        body: JSON.stringify(body),
      });
      const { code, hint }: { code?: string; hint?: unknown } = JSON.parse(await answer.text());
      return { status: answer.status, code, hint };
    };
    const approve = ({ reviewId, materialFact }: typeof dear) =>
      act(`/reviews/${reviewId}/decision`, { decision: 'approved', materialFact });
    for (const { reviewId } of [small, dear, dearer]) await act(`/reviews/${reviewId}/claims`, {});
    clockMs += 11 * MINUTE_MS;
    expect((await approve(small)).status).toBe(201);
    expect(await approve(dear)).toMatchObject({ code: 'step_up_required', hint: { methods: ['password'] } });
    expect(await approvals(dear.orderId)).toEqual([]);
    const wrong = await browser.send('POST', '/session/step-up', { password: 'another' });
    expect(wrong.body.code).toBe('sign_in_failed');
    expect((await approve(dear)).code).toBe('step_up_required');
    expect((await browser.send('POST', '/session/step-up', { password: PASSWORD })).status).toBe(200);
    clockMs += 9 * MINUTE_MS;
    expect((await approve(dear)).status).toBe(201);
    clockMs += 2 * MINUTE_MS;
    expect((await approve(dearer)).code).toBe('step_up_required');
    expect(await approvals(dearer.orderId)).toEqual([]);
  });
});
