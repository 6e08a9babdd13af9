import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { copyOrders } from '../../bench/copies.js';
import { markBench } from '../../db/bench-marks.js';
import { nextReview } from '../../db/next-review.js';
import { countReviews, listReviews } from '../../db/review-queue.js';
import { row, rows } from '../../db/sql.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { seeded } from '../support/seeded.js';

/** A third of these are in review: more than are looked at first. */
const [ORDERS, TIMES] = [50, 80];

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  const { admin, ring } = database;
  await markBench(admin);
  await seeded(database, ORDERS);
  await copyOrders({ record: { admin, adminUrl: database.url, ring }, times: TIMES, say: () => undefined });
  await admin.raw(`delete from review_claims; delete from review_handovers; delete from review_decisions`);
  await admin.raw(`update orders set paused_at = null where state = 'pending_review'`);
});
afterAll(() => database.drop());

/** As the rule says it, over all that is open. */
const FIRST = `select r.id from reviews r join orders o on o.id = r.order_id where r.status = 'open' and o.state = 'pending_review'
  order by r.order_due_at < now() desc nulls last, r.weight * (3600 + extract(epoch from now() - r.opened_at)::float8) desc, r.opened_at, r.id
  limit 1`;
const PERSON = { id: 'reviewer', seenBy: null };

/** Takes reviews until so many are gone, each time the one that comes next. */
async function takeInTurn(count: number): Promise<void> {
  for (let taken = 0; taken < count; taken += 1) {
    const first = await row<{ id: string }>(database.admin, FIRST);
    const next = await nextReview(database.admin, { person: PERSON, hands: [], isLead: false });
    expect(next).toBe(first?.id);
    await database.admin.raw(`update reviews set status = 'superseded', closed_at = now() where id = ?`, [
      next ?? '',
    ]);
  }
}

test('reviews are found whole by a reason, whether few have it or many', async () => {
  const { admin } = database;
  await admin.raw(`update reviews set risks = case when id in (select id from reviews where status = 'open' order by id limit 5)
    then array['seldom', 'often'] else array['often'] end where status = 'open'`);
  const open = await row<{ count: number }>(
    admin,
    `select count(*)::int as count from reviews where status = 'open'`,
  );
  expect(open?.count).toBeGreaterThan(1_000);
  const expected = { seldom: 5, often: open?.count, never: 0 };
  for (const [reason, count] of Object.entries(expected)) {
    expect((await countReviews(admin, { reason }, PERSON, 9_999)).open).toBe(count);
    const { items } = await listReviews(admin, { view: 'open', reason }, { person: PERSON, limit: 2_000 });
    expect(items).toHaveLength(count ?? -1);
  }
});

test('what waits for its second decision is found, whatever becomes of the first', async () => {
  const { admin } = database;
  await admin.raw(`update reviews set reviewers_needed = 1 + (id::text < '8')::int where status = 'open'`);
  const waiting = async () => {
    const found = await rows<{ id: string }>(
      admin,
      `select id from reviews r where status = 'open' and reviewers_needed > 1 and exists (
         select from review_decisions d where d.review_id = r.id and d.withdrawn_at is null) order by opened_at, id`,
    );
    const { items } = await listReviews(admin, { view: 'second' }, { person: PERSON, limit: 2_000 });
    expect(items.map(({ id }) => id)).toEqual(found.map(({ id }) => id));
    expect((await countReviews(admin, {}, PERSON, 9_999)).second).toBe(found.length);
    return found.length;
  };
  const worker = database.as('oqr_worker', 1);
  const decide = (person: string, share: string) =>
    worker.raw(`insert into review_decisions (review_id, person_id, order_id, fact_number, decision, decided_at)
      select id, '${person}', order_id, 1, 'approved', now() from reviews where status = 'open' and right(id::text, 1) in (${share})`);
  expect(await waiting()).toBe(0);
  await decide('reviewer', "'0', '1', '2', '3'");
  const decided = await waiting();
  expect(decided).toBeGreaterThan(50);
  await decide('reviewer2', "'3', '4'");
  const both = await waiting();
  expect(both).toBeGreaterThan(decided);
  await worker.raw(`update review_decisions set withdrawn_at = now() where person_id = 'reviewer'`);
  const withdrawn = await waiting();
  expect(withdrawn).toBeLessThan(decided);
  await worker.raw(`update review_decisions set withdrawn_at = null where person_id = 'reviewer'`);
  expect(await waiting()).toBe(both);
  await worker.destroy();
  await admin.raw('delete from review_decisions');
  expect(await waiting()).toBe(0);
});

test.each([
  [
    'weights far apart, ages alike',
    'power(10, 3 + 7 * random())::bigint',
    "now() - random() * interval '1 day'",
  ],
  ['one weight, ages far apart', '100000', "now() - random() * interval '60 days'"],
  ['few weights, ages far apart', '1 + (random() * 3)::bigint', "now() - random() * interval '60 days'"],
  ['nothing weighs', '0', "now() - random() * interval '60 days'"],
  ['both anyhow', '(random() * 1000000)::bigint', "now() - random() * interval '60 days'"],
])('the next review is the heaviest: %s', async (_, amount, opened) => {
  await database.admin.raw(`update reviews set amount_minor = ${amount}, opened_at = ${opened},
    order_due_at = case when random() < 0.1 then null else now() + (random() - 0.5) * interval '10 days' end where status = 'open'`);
  await takeInTurn(15);
});

test('what is overdue comes first, and after it the rest', async () => {
  await database.admin.raw(`update reviews set order_due_at = case when id in (select id from reviews where status = 'open' limit 3)
    then now() - interval '1 hour' else now() + interval '1 hour' end where status = 'open'`);
  await takeInTurn(6);
});

test('when none of the heaviest may be taken, a lighter one is found', async () => {
  const { admin } = database;
  const last = await row<{ id: string }>(
    admin,
    `select id from reviews where status = 'open' order by weight, id limit 1`,
  );
  await admin.raw(
    `update orders set paused_at = now() where id in (select order_id from reviews where status = 'open' and id <> ?)`,
    [last?.id ?? ''],
  );
  expect(await nextReview(admin, { person: PERSON, hands: [], isLead: false })).toBe(last?.id);
});
