import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiHouse, openHouse } from './house.js';
import { orderInReview, payAndShip } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const claim = (person: string, reviewId: string) => house.as(person).post(`/reviews/${reviewId}/claims`, {});
const decide = (person: string, reviewId: string, body: object) =>
  house.as(person).post(`/reviews/${reviewId}/decision`, body);

describe('a review', () => {
  test('is listed with its order, and shows the evaluation and the facts', async () => {
    const { orderNo, reviewId, materialFact } = await orderInReview(house);
    const { body } = await house.as('reviewer').get(`/reviews/${reviewId}`);
    expect(body).toMatchObject({
      orderNo,
      materialFact,
      lastMaterialFact: materialFact,
      status: 'open',
      reviewersNeeded: 1,
      mayNotReview: null,
      evaluation: { verdict: 'pass', rule: 'goods_prepaid' },
    });
    expect(body.evaluation.risks).toContainEqual(
      expect.objectContaining({ id: 'amount_at_least', met: true }),
    );
    expect(body.facts.map((fact: { type: string }) => fact.type)).toContain('payment_received');
  });

  test('is claimed, approved and leads to the write-off', async () => {
    const { orderId, orderNo, reviewId, materialFact } = await orderInReview(house);
    const claimed = await claim('reviewer', reviewId);
    expect(claimed.status).toBe(201);
    const leaseMs = Date.parse(claimed.body.expiresAt) - Date.now();
    expect(Math.round(leaseMs / 60_000)).toBe(15);
    const reason = 'evidence_complete';
    const decided = await decide('reviewer', reviewId, { decision: 'approved', materialFact, reason });
    expect(decided.status).toBe(201);
    const facts = await house.db('facts').where({ order_id: orderId, type: 'review_approved' });
    expect(facts).toMatchObject([{ actor_id: 'reviewer', detail: { reviewId, materialFact, reason } }]);
    expect(await house.db('outbox').where({ order_id: orderId, signal: 'reviewDecided' })).toHaveLength(1);
    await house.settle(orderId);
    expect((await house.as('desk').get(`/orders/${orderNo}`)).body.state).toBe('archived');
    const over = await claim('reviewer2', reviewId);
    expect([over.status, over.body.code]).toEqual([409, 'review_closed']);
  });

  test('is held by one person at a time', async () => {
    const { reviewId, materialFact } = await orderInReview(house);
    await claim('reviewer', reviewId);
    const rival = await claim('reviewer2', reviewId);
    expect([rival.status, rival.body.code]).toEqual([409, 'review_claimed']);
    const decided = await decide('reviewer2', reviewId, { decision: 'approved', materialFact });
    expect(decided.body.code).toBe('review_claimed');
    expect((await claim('reviewer', reviewId)).status).toBe(201);
  });

  test('is free again when its lease is over', async () => {
    const { reviewId, materialFact } = await orderInReview(house);
    await claim('reviewer', reviewId);
    await house.database.admin.raw(
      `update review_claims set claimed_at = now() - interval '20 minutes', expires_at = now() - interval '5 minutes'
       where review_id = ?`,
      [reviewId],
    );
    const late = await decide('reviewer', reviewId, { decision: 'approved', materialFact });
    expect([late.status, late.body.code]).toEqual([409, 'lease_expired']);
    expect((await claim('reviewer2', reviewId)).status).toBe(201);
  });

  test('goes to one of two who claim it at the same moment', async () => {
    const { reviewId } = await orderInReview(house);
    const answers = await Promise.all(['reviewer', 'reviewer2'].map((person) => claim(person, reviewId)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });

  test('is not decided on evidence that changed', async () => {
    const { orderNo, reviewId, materialFact } = await orderInReview(house);
    await claim('reviewer', reviewId);
    await payAndShip(house, orderNo, 1);
    const old = await decide('reviewer', reviewId, { decision: 'approved', materialFact });
    expect([old.status, old.body.code]).toEqual([409, 'evidence_changed']);
    const last = old.body.hint.lastMaterialFact;
    expect(last).toBeGreaterThan(materialFact);
    const guessed = await decide('reviewer', reviewId, { decision: 'approved', materialFact: last });
    expect(guessed.body.code).toBe('evidence_changed');
  });

  test('of a very important order needs two different people', async () => {
    const { orderId, reviewId, materialFact } = await orderInReview(house, 10_000_000);
    await claim('reviewer', reviewId);
    await decide('reviewer', reviewId, { decision: 'approved', materialFact });
    expect((await claim('reviewer', reviewId)).body.code).toBe('already_decided');
    const second = { decision: 'approved', materialFact };
    expect((await decide('reviewer', reviewId, second)).body.code).toBe('already_decided');
    expect((await decide('reviewer2', reviewId, second)).body.code).toBe('claim_missing');
    expect((await claim('reviewer2', reviewId)).status).toBe(201);
    expect((await decide('reviewer2', reviewId, second)).status).toBe(201);
    await house.settle(orderId);
    const [writeOff] = await house.db('write_offs').where({ order_id: orderId });
    expect(writeOff).toMatchObject({ operator: 'reviewer reviewer2', review_id: reviewId });
  });

  test('that is rejected stops at the first rejection', async () => {
    const { orderId, orderNo, reviewId, materialFact } = await orderInReview(house, 10_000_000);
    await claim('reviewer', reviewId);
    await decide('reviewer', reviewId, { decision: 'rejected', materialFact, reason: 'amount_doubtful' });
    expect((await claim('reviewer2', reviewId)).body.code).toBe('review_closed');
    await house.settle(orderId);
    expect((await house.as('desk').get(`/orders/${orderNo}`)).body.state).toBe('exception');
  });

  test('is decided by somebody with the right, and known', async () => {
    const { reviewId } = await orderInReview(house);
    expect((await claim('manager', reviewId)).body.code).toBe('not_permitted');
    const none = '7d444840-9dc0-41d1-b245-5ffdce74fad2';
    expect((await claim('reviewer', none)).body.code).toBe('review_unknown');
    expect((await house.as('reviewer').get(`/reviews/${none}`)).body.code).toBe('review_unknown');
  });
});

describe('four eyes', () => {
  /** A person who takes money today and reviews tomorrow. */
  const work = (role: string) =>
    house.database
      .admin('people')
      .where({ id: 'reviewer2' })
      .update({ roles: [role] });

  test('keep a person with a hand in the order from its review', async () => {
    await work('finance');
    const { orderNo, orderId } = await orderInReview(house);
    await house
      .as('reviewer2')
      .post(`/orders/${orderNo}/facts`, { type: 'payment_refunded', amountMinor: 5, currency: 'CNY' });
    await work('reviewer');
    await house
      .as('finance')
      .post(`/orders/${orderNo}/facts`, { type: 'payment_received', amountMinor: 5, currency: 'CNY' });
    await house.settle(orderId);
    const { body: list } = await house.as('reviewer').get('/reviews?limit=200');
    const { id } = list.items.find((one: { orderNo: string }) => one.orderNo === orderNo);
    const refused = await claim('reviewer2', id);
    expect([refused.status, refused.body.code, refused.body.hint.because]).toEqual([
      403,
      'four_eyes',
      'payment_refunded',
    ]);
    expect((await house.as('reviewer2').get(`/reviews/${id}`)).body.mayNotReview).toBe('payment_refunded');
    expect((await claim('reviewer', id)).status).toBe(201);
  });

  test('are kept by the database too, whoever gets past the API', async () => {
    const { orderId } = await orderInReview(house);
    const approve = (person: string) =>
      house.db.raw(
        `insert into facts (order_id, number, type, family, happened_at, actor_kind, actor_id, source)
         values (?, 999, 'review_approved', 'decision', now(), 'person', ?, 'api')`,
        [orderId, person],
      );
    await expect(approve('finance')).rejects.toMatchObject({ code: 'P0001' });
    await expect(approve('reviewer')).resolves.toBeDefined();
  });

  test('of the database are told as the same refusal', async () => {
    const { orderId, reviewId } = await orderInReview(house);
    await house.database.admin.raw(
      `create function only_the_database_knows() returns trigger language plpgsql as
       $$ begin raise exception 'four_eyes' using errcode = 'P0001'; end $$`,
    );
    await house.database.admin.raw(
      `create trigger only_the_database_knows before insert on facts for each row
       when (new.order_id = '${orderId}') execute function only_the_database_knows()`,
    );
    const refused = await claim('reviewer', reviewId);
    expect([refused.status, refused.body.code]).toEqual([403, 'four_eyes']);
  });
});

test('the queue of reviews pages through all of them, with who holds each', async () => {
  const held = await orderInReview(house);
  await claim('reviewer', held.reviewId);
  const items: { id: string; claimedBy: string | null }[] = [];
  let cursor = '';
  do {
    const { body } = await house.as('manager').get(`/reviews?limit=2${cursor && `&cursor=${cursor}`}`);
    items.push(...body.items);
    cursor = body.next ?? '';
  } while (cursor);
  const open = await house.db('reviews').where({ status: 'open' }).orderBy(['opened_at', 'id']);
  expect(items.map((item) => item.id)).toEqual(open.map((review) => review.id));
  expect(items.find((item) => item.id === held.reviewId)?.claimedBy).toBe('reviewer');
});
