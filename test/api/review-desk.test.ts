import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiHouse, openHouse } from './house.js';
import { issuedOrder, orderInReview, payAndShip } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

type Item = { id: string; orderNo: string; [field: string]: unknown };

const post = (person: string, reviewId: string, deed: string, body: object = {}, options = {}) =>
  house.as(person).post(`/reviews/${reviewId}/${deed}`, body, options);
const claim = (person: string, reviewId: string) => post(person, reviewId, 'claims');
const approve = (person: string, { reviewId, materialFact }: { reviewId: string; materialFact: number }) =>
  post(person, reviewId, 'decision', { decision: 'approved', materialFact });
const show = async (person: string, reviewId: string) =>
  (await house.as(person).get(`/reviews/${reviewId}`)).body;
const listed = async (person: string, query: string): Promise<Item[]> =>
  (await house.as(person).get(`/reviews?limit=200&${query}`)).body.items;
const has = async (person: string, query: string, reviewId: string) =>
  (await listed(person, query)).some(({ id }) => id === reviewId);

/** Lets the leases of a review run out. */
const runOut = (reviewId: string) =>
  house.database.admin.raw(
    `update review_claims set claimed_at = now() - interval '20 minutes', expires_at = now() - interval '5 minutes'
     where review_id = ?`,
    [reviewId],
  );

describe('the queue', () => {
  test('tells the risk and its reasons, the masked customer, the age and who may see it', async () => {
    const { reviewId } = await orderInReview(house, 10_000_000);
    const [one] = (await listed('reviewer', 'view=open')).filter(({ id }) => id === reviewId);
    expect(one).toMatchObject({
      level: 'key',
      customer: '张*',
      waitingFor: 'reviewer',
      custodian: null,
      reservation: null,
      readers: [],
    });
    expect(one?.reasons).toContainEqual({
      id: 'amount_at_least',
      expected: '< CNY 10000.00',
      found: 'CNY 100000.00',
    });
    expect(one?.ageMinutes).toEqual(expect.any(Number));
    const [seen] = (await listed('admin', 'view=open')).filter(({ id }) => id === reviewId);
    expect(seen?.customer).toBeNull();
  });

  test('is filtered by view, reason and amount, and counted by the server', async () => {
    const before = (await house.as('reviewer').get('/reviews/counts')).body;
    const mine = await orderInReview(house, 1_234_500);
    await claim('reviewer', mine.reviewId);
    const views = await Promise.all(
      ['open', 'mine', 'unclaimed', 'second', 'overdue', 'returned', 'done', 'all'].map(
        async (view) => [view, await has('reviewer', `view=${view}`, mine.reviewId)] as const,
      ),
    );
    expect(views.flatMap(([view, there]) => (there ? [view] : []))).toEqual(['open', 'mine', 'all']);
    expect(await has('reviewer2', 'view=mine', mine.reviewId)).toBe(false);
    expect(await has('reviewer', 'amountFrom=1234500&amountTo=1234500', mine.reviewId)).toBe(true);
    expect(await has('reviewer', 'amountFrom=1234501', mine.reviewId)).toBe(false);
    expect(await has('reviewer', 'reason=amount_at_least', mine.reviewId)).toBe(true);
    expect(await has('reviewer', 'reason=reissued', mine.reviewId)).toBe(false);
    const { body: after } = await house.as('reviewer').get('/reviews/counts');
    expect([after.open - before.open, after.mine - before.mine]).toEqual([1, 1]);
    const { body: few } = await house
      .as('reviewer')
      .get('/reviews/counts?amountFrom=1234500&amountTo=1234500');
    expect(few.open).toBe(1);
    await house.database.admin.raw(`update orders set due_at = now() - interval '1 hour' where id = ?`, [
      mine.orderId,
    ]);
    expect(await has('reviewer', 'view=overdue', mine.reviewId)).toBe(true);
    await approve('reviewer', mine);
    await house.settle(mine.orderId);
    expect(await has('reviewer', 'view=done', mine.reviewId)).toBe(true);
    expect(await has('reviewer2', 'view=done', mine.reviewId)).toBe(false);
  });

  test('gives next what is overdue, then what weighs most, and never what the caller may not review', async () => {
    const late = await orderInReview(house, 1_000_100);
    const heavy = await orderInReview(house, 900_000_000);
    await house.database.admin.raw(`update orders set due_at = now() - interval '9 hours' where id = ?`, [
      late.orderId,
    ]);
    const next = async (person: string, except = '') =>
      (await house.as(person).get(`/reviews/next${except && `?except=${except}`}`)).body.reviewId;
    expect(await next('lead')).toBe(late.reviewId);
    expect(await next('lead', late.reviewId)).toBe(heavy.reviewId);
    await claim('reviewer', late.reviewId);
    expect(await next('lead')).toBe(heavy.reviewId);
    await post('reviewer', late.reviewId, 'releases');
    await house.as('reviewer2').post(`/orders/${late.orderNo}/evidence`, { what: 'invoice' });
    await house.settle(late.orderId);
    const again = (await listed('lead', 'view=open')).find(({ orderNo }) => orderNo === late.orderNo);
    await house.database.admin.raw(`update orders set due_at = now() - interval '9 hours' where id = ?`, [
      late.orderId,
    ]);
    expect(await next('lead')).toBe(again?.id);
    expect(await next('reviewer2')).toBe(heavy.reviewId);
  });
});

describe('a lease', () => {
  test('is given back, and is renewed while the desk is open', async () => {
    const { reviewId } = await orderInReview(house);
    await claim('reviewer', reviewId);
    await house.database.admin.raw(
      `update review_claims set expires_at = now() + interval '1 minute' where review_id = ?`,
      [reviewId],
    );
    const here = await post('reviewer', reviewId, 'presence');
    expect(Math.round((Date.parse(here.body.claimExpiresAt) - Date.now()) / 60_000)).toBe(15);
    const watching = await post('manager', reviewId, 'presence');
    expect(watching.body.readers.map(({ id }: { id: string }) => id)).toEqual(['manager', 'reviewer']);
    expect(watching.body.claimedBy).toBe('reviewer');
    await post('manager', reviewId, 'presence', { here: false });
    expect((await show('reviewer', reviewId)).readers.map(({ id }: { id: string }) => id)).toEqual([
      'reviewer',
    ]);
    expect((await post('reviewer', reviewId, 'releases')).status).toBe(201);
    expect((await post('reviewer', reviewId, 'releases')).body.code).toBe('claim_missing');
    expect((await claim('reviewer2', reviewId)).status).toBe(201);
    expect((await post('reviewer', reviewId, 'presence')).body.claimedBy).toBe('reviewer2');
  });

  test('that ran out is answered with its own refusal, and a heartbeat does not bring it back', async () => {
    const one = await orderInReview(house);
    await claim('reviewer', one.reviewId);
    await runOut(one.reviewId);
    expect((await approve('reviewer', one)).body.code).toBe('lease_expired');
    expect((await post('reviewer', one.reviewId, 'presence')).body.claimedBy).toBeNull();
    expect((await approve('reviewer2', one)).body.code).toBe('claim_missing');
    expect((await show('reviewer', one.reviewId)).claims).toHaveLength(1);
  });

  test('is taken over by a lead with a reason, and by nobody else', async () => {
    const one = await orderInReview(house);
    await claim('reviewer', one.reviewId);
    const tried = await post('reviewer2', one.reviewId, 'take-overs', { reason: 'absent' });
    expect([tried.status, tried.body.code]).toEqual([403, 'not_permitted']);
    expect((await post('lead', one.reviewId, 'take-overs', {})).status).toBe(400);
    expect((await post('lead', one.reviewId, 'take-overs', { reason: 'absent' })).status).toBe(201);
    expect((await approve('reviewer', one)).body.code).toBe('review_claimed');
    expect((await show('lead', one.reviewId)).claims).toMatchObject([
      { personId: 'reviewer', takenFrom: null },
      { personId: 'lead', takenFrom: 'reviewer' },
    ]);
    expect((await approve('lead', one)).status).toBe(201);
  });
});

describe('a decision', () => {
  test('sent again under its key after a lost answer is one decision', async () => {
    const one = await orderInReview(house);
    await claim('reviewer', one.reviewId);
    const body = { decision: 'approved', materialFact: one.materialFact };
    const key = 'the-same-key';
    const answers = await Promise.all([
      post('reviewer', one.reviewId, 'decision', body, { key }),
      post('reviewer', one.reviewId, 'decision', body, { key }),
    ]);
    const later = await post('reviewer', one.reviewId, 'decision', body, { key });
    expect(answers.map(({ body: { fact } }) => fact)).toEqual([later.body.fact, later.body.fact]);
    const facts = await house.db('facts').where({ order_id: one.orderId, type: 'review_approved' });
    expect(facts).toHaveLength(1);
    const anew = await post('reviewer', one.reviewId, 'decision', body);
    expect(anew.body.code).toBe('review_closed');
  });

  test('against the order needs a reason, and its text is kept as it was written', async () => {
    const one = await orderInReview(house);
    await claim('reviewer', one.reviewId);
    const no = { decision: 'rejected', materialFact: one.materialFact };
    expect((await post('reviewer', one.reviewId, 'decision', no)).body.code).toBe('reason_missing');
    const note = `<script>alert(1)</script>${'长'.repeat(300)}`;
    const said = await post('reviewer', one.reviewId, 'decision', { ...no, reason: 'amount_doubtful', note });
    expect(said.status).toBe(201);
    const { facts } = await show('reviewer', one.reviewId);
    expect(facts.at(-1)).toMatchObject({ type: 'review_rejected', note });
    const { rows } = await house.database.admin.raw('select detail::text from facts where order_id = ?', [
      one.orderId,
    ]);
    expect(JSON.stringify(rows)).not.toContain('script');
  });

  test('to return for more names who owes what, pauses the clock, and evidence brings it back', async () => {
    const one = await orderInReview(house);
    await claim('reviewer', one.reviewId);
    const owed = { department: 'finance', missing: ['invoice', 'contract'] };
    await post('reviewer', one.reviewId, 'decision', {
      ...{ decision: 'returned', materialFact: one.materialFact, reason: 'evidence_missing' },
      ...owed,
    });
    await house.settle(one.orderId);
    const order = async () => (await house.as('desk').get(`/orders/${one.orderNo}`)).body;
    expect(await order()).toMatchObject({
      state: 'circulating',
      ownerDepartment: 'finance',
      dueAt: null,
      pausedAt: expect.any(String),
    });
    expect(await has('reviewer2', 'view=returned', one.reviewId)).toBe(true);
    const supplied = await house
      .as('finance')
      .post(`/orders/${one.orderNo}/evidence`, { what: 'invoice', note: '发票已补' });
    expect(supplied.status).toBe(201);
    await house.settle(one.orderId);
    expect(await order()).toMatchObject({ state: 'pending_review', pausedAt: null });
    const second = (await listed('reviewer', 'view=open')).find(({ orderNo }) => orderNo === one.orderNo);
    expect(second?.id).not.toBe(one.reviewId);
  });

  test('is withdrawn while a second reviewer is due, and not afterwards', async () => {
    const one = await orderInReview(house, 10_000_000);
    expect((await post('reviewer', one.reviewId, 'withdrawal')).body.code).toBe('decision_missing');
    await claim('reviewer', one.reviewId);
    await approve('reviewer', one);
    await house.settle(one.orderId);
    expect((await show('reviewer2', one.reviewId)).waitingFor).toBe('second_reviewer');
    expect((await post('reviewer', one.reviewId, 'withdrawal', { reason: 'mistake' })).status).toBe(201);
    await house.settle(one.orderId);
    expect((await show('reviewer', one.reviewId)).decisions).toEqual([]);
    for (const person of ['reviewer', 'reviewer2']) {
      expect((await claim(person, one.reviewId)).status).toBe(201);
      expect((await approve(person, one)).status).toBe(201);
      await house.settle(one.orderId);
    }
    expect((await post('reviewer', one.reviewId, 'withdrawal')).body.code).toBe('review_closed');
    expect((await house.as('desk').get(`/orders/${one.orderNo}`)).body.state).toBe('archived');
  });
});

describe('a review is passed on', () => {
  test('to a reviewer until a date, and comes back', async () => {
    const one = await orderInReview(house);
    const body = { to: 'reviewer2', returnAt: '2099-01-01T00:00:00Z', reason: 'leave' };
    expect((await post('reviewer', one.reviewId, 'handovers', body)).body.code).toBe('claim_missing');
    await claim('reviewer', one.reviewId);
    const hand = (change: object) => post('reviewer', one.reviewId, 'handovers', { ...body, ...change });
    expect((await hand({ to: 'finance' })).body.code).toBe('reviewer_unsuitable');
    expect((await hand({ to: 'reviewer' })).body.code).toBe('reviewer_unsuitable');
    expect((await hand({ returnAt: '2020-01-01T00:00:00Z' })).body.code).toBe('return_date_past');
    expect((await hand({})).status).toBe(201);
    expect((await claim('reviewer', one.reviewId)).body.code).toBe('review_reserved');
    expect(await has('reviewer2', 'view=mine', one.reviewId)).toBe(true);
    expect((await show('reviewer2', one.reviewId)).reservation).toMatchObject({
      kind: 'handed',
      to: { id: 'reviewer2' },
      by: { id: 'reviewer' },
      returned: false,
    });
    await house.database.admin.raw(
      `update review_handovers set given_at = now() - interval '2 days', return_at = now() - interval '1 day'
       where review_id = ?`,
      [one.reviewId],
    );
    expect(await has('reviewer2', 'view=mine', one.reviewId)).toBe(false);
    expect(await has('reviewer', 'view=mine', one.reviewId)).toBe(true);
    expect((await claim('reviewer', one.reviewId)).status).toBe(201);
  });

  test('to the leads, and only they may take it then', async () => {
    const one = await orderInReview(house);
    await claim('reviewer', one.reviewId);
    expect((await post('reviewer', one.reviewId, 'escalations', { reason: 'unclear' })).status).toBe(201);
    expect((await claim('reviewer2', one.reviewId)).body.code).toBe('review_reserved');
    expect((await show('lead', one.reviewId)).waitingFor).toBe('lead');
    expect((await claim('lead', one.reviewId)).status).toBe(201);
    expect((await approve('lead', one)).status).toBe(201);
  });

  test('to the customer as a question, whose text is nowhere in clear', async () => {
    const one = await orderInReview(house);
    await claim('reviewer', one.reviewId);
    const note = '请问收货人是您本人吗？';
    const asked = await post('reviewer', one.reviewId, 'questions', { reason: 'identity', note });
    expect(asked.status).toBe(201);
    await house.settle(one.orderId);
    const [message] = await house
      .db('messages')
      .where({ order_id: one.orderId, template: 'review_question' });
    expect(message).toMatchObject({ channel: 'email', status: 'queued' });
    expect(await show('reviewer', one.reviewId)).toMatchObject({
      waitingFor: 'customer',
      dueAt: null,
      pausedAt: expect.any(String),
    });
    expect(JSON.stringify(await house.db('messages').select())).not.toContain('收货人');
    await house.as('service').post(`/orders/${one.orderNo}/facts`, { type: 'customer_confirmed' });
    await house.settle(one.orderId);
    const { body } = await house.as('desk').get(`/orders/${one.orderNo}`);
    expect(body).toMatchObject({ state: 'pending_review', pausedAt: null });
  });

  test('and who could take it is told with what keeps the others from it', async () => {
    const one = await orderInReview(house);
    await house.as('lead').post(`/orders/${one.orderNo}/evidence`, { what: 'contract' });
    const { body } = await house.as('reviewer').get(`/reviews/${one.reviewId}/candidates`);
    expect(body.items).toEqual([
      expect.objectContaining({ id: 'lead', because: 'evidence_supplied' }),
      expect.objectContaining({ id: 'reviewer2', because: null }),
    ]);
  });
});

describe('a draft', () => {
  test('is kept for its writer alone, encrypted, until the decision', async () => {
    const one = await orderInReview(house);
    const draft = { text: '发票金额要再核对', checked: ['paid_in_full'] };
    expect((await post('reviewer', one.reviewId, 'draft', draft)).status).toBe(201);
    expect((await show('reviewer', one.reviewId)).draft).toMatchObject(draft);
    expect((await show('reviewer2', one.reviewId)).draft).toBeNull();
    const { rows } = await house.database.admin.raw(
      `select encode(sealed, 'escape') as text from review_drafts where review_id = ?`,
      [one.reviewId],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0].text).not.toContain('paid_in_full');
    await claim('reviewer', one.reviewId);
    await approve('reviewer', one);
    expect((await show('reviewer', one.reviewId)).draft).toBeNull();
  });
});

describe('a check of this moment', () => {
  test('evaluates new facts, reads the code back, and writes nothing', async () => {
    const one = await orderInReview(house);
    await payAndShip(house, one.orderNo, 100);
    const count = async () => Number((await house.db('facts').count('* as n'))[0]?.n);
    const before = await count();
    const { body } = await house.as('reviewer').get(`/reviews/${one.reviewId}/check`);
    expect(body.evaluation).toMatchObject({ verdict: 'fail' });
    expect(body.code).toMatchObject({
      issueNo: 1,
      status: 'live',
      verdict: 'code_live',
      symbol: { decoded: true },
    });
    expect(body.code.carried.every(({ same }: { same: boolean }) => same)).toBe(true);
    expect((await show('reviewer', one.reviewId)).evaluation).toMatchObject({ verdict: 'pass' });
    expect(await count()).toBe(before);
  });
});

describe('a bulk approval', () => {
  const bulk = (person: string, items: object[], reason = 'amount_at_least') =>
    house.as(person).post('/review-approvals', { reason, items });
  const item = ({ reviewId, materialFact }: { reviewId: string; materialFact: number }) => ({
    reviewId,
    materialFact,
  });

  test('approves what may be approved and says of each other why not', async () => {
    const [good, held, stale, own] = [
      await orderInReview(house),
      await orderInReview(house),
      await orderInReview(house),
      await orderInReview(house),
    ];
    await claim('reviewer2', held.reviewId);
    await payAndShip(house, stale.orderNo, 1);
    await house.as('reviewer').post(`/orders/${own.orderNo}/evidence`, { what: 'invoice' });
    const all = [good, held, stale, own];
    const ids = all.map(({ reviewId }) => reviewId).join(',');
    const checked = await house
      .as('reviewer')
      .get(`/review-approvals/check?reviews=${ids}&reason=amount_at_least`);
    const wanted = [null, 'review_claimed', 'evidence_changed', 'four_eyes'];
    expect(checked.body.items.map(({ refusal }: { refusal: string }) => refusal)).toEqual(wanted);
    const { body } = await bulk('reviewer', all.map(item));
    const outcome = new Map(
      body.items.map((one: { reviewId: string; refusal: string | null }) => [one.reviewId, one.refusal]),
    );
    expect(all.map(({ reviewId }) => outcome.get(reviewId))).toEqual(wanted);
    await house.settle(good.orderId);
    expect((await house.as('desk').get(`/orders/${good.orderNo}`)).body.state).toBe('archived');
    expect((await show('reviewer2', held.reviewId)).claimedBy).toBe('reviewer2');
  });

  test('takes one reason only, and no more than its cap', async () => {
    const one = await orderInReview(house);
    const { body } = await bulk('reviewer', [item(one)], 'reissued');
    expect(body.items).toEqual([{ reviewId: one.reviewId, fact: null, refusal: 'reasons_differ' }]);
    const many = Array.from({ length: 21 }, (_, index) => ({
      reviewId: `7d444840-9dc0-41d1-b245-5ffdce74f${String(index).padStart(3, '0')}`,
      materialFact: 1,
    }));
    expect((await bulk('reviewer', many)).body.code).toBe('too_many_at_once');
  });
});

test('four eyes hold for handing on, too, whoever gets past the API', async () => {
  const { orderId } = await issuedOrder(house);
  const hand = (person: string) =>
    house.db.raw(
      `insert into facts (order_id, number, type, family, happened_at, actor_kind, actor_id, source)
       values (?, 999, 'review_escalated', 'decision', now(), 'person', ?, 'api')`,
      [orderId, person],
    );
  await expect(hand('desk')).rejects.toMatchObject({ code: 'P0001' });
  await expect(hand('reviewer')).resolves.toBeDefined();
});
