import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { retryDueCases } from '../../activities/retry-due.js';
import { startRetry } from '../../db/cases.js';
import { houseOf } from '../support/house.js';
import { lately } from '../support/trend.js';
import { type ApiHouse, openHouse } from './house.js';
import { issuedOrder, payAndShip } from './order-body.js';

let house: ApiHouse;
const struck = new Set<string>();
beforeAll(async () => {
  house = await openHouse({
    faults: { strikes: (orderNo, step) => step === 'verify' && struck.has(orderNo) },
    runUrl: (orderId) => `http://temporal.example/${orderId}`,
  });
});
afterAll(() => house.close());

const technician = () => house.as('technician');
const why = { rootCause: 'system_fault' };

async function failed(code = 'TypeError: broken', step = 'verify', overrides = {}) {
  const order = await issuedOrder(house, overrides);
  const caseId = randomUUID();
  await house.deeds.openTechnicalCase({ orderId: order.orderId, step, code });
  const { body } = await technician().get('/cases?kind=technical&limit=200');
  const found = body.items.find((one: { orderNo: string }) => one.orderNo === order.orderNo);
  return { ...order, caseId: String(found?.id ?? caseId), causeKey: String(found?.causeKey) };
}

const caseOf = async (id: string) => (await technician().get(`/cases/${id}`)).body;
const workOf = async (id: string, person = 'technician') =>
  (await house.as(person).get(`/cases/${id}/work`)).body;

describe('incidents', () => {
  test('cases of one cause are one line, whatever numbers and ids their failures name', async () => {
    const one = await failed(`Timeout: row 17 of ${randomUUID()} after 3000 ms`);
    const two = await failed(`Timeout: row 4 of ${randomUUID()} after 12 ms`);
    const state = await failed('Postgres: 23505 orders_order_no_key');
    const other = await failed('Postgres: 23503 orders_order_no_key');
    expect(one.causeKey).toBe(two.causeKey);
    expect(state.causeKey).not.toBe(other.causeKey);
    const { body } = await technician().get('/incidents?text=Timeout');
    expect(body.items).toMatchObject([
      {
        causeKey: one.causeKey,
        cause: 'Timeout: row # of <id> after # ms',
        cases: 2,
        retrying: 0,
        money: [{ currency: 'CNY', amountMinor: 24_000 }],
        noteVersion: 0,
        knownFix: null,
      },
    ]);
    expect(lately(body.items[0].trend)).toBe(2);
    expect((await technician().get(`/incidents?text=${encodeURIComponent('%')}`)).body.items).toEqual([]);
    const standing = async (status: string) =>
      (await technician().get(`/incidents?text=Timeout&status=${status}`)).body.items.length;
    expect(await Promise.all(['waiting', 'retrying', 'again'].map(standing))).toEqual([1, 0, 0]);
    expect((await technician().get('/incidents?status=mine')).status).toBe(400);
    const cases = await technician().get(`/cases?causeKey=${one.causeKey}`);
    expect(cases.body.items).toHaveLength(2);
  });

  test('are listed in pages, the one that failed last first', async () => {
    const first = await technician().get('/incidents?limit=1');
    const second = await technician().get(`/incidents?limit=1&cursor=${first.body.next}`);
    expect(second.body.items[0].causeKey).not.toBe(first.body.items[0].causeKey);
    expect(first.body.items[0].lastSeenAt > second.body.items[0].lastSeenAt).toBe(true);
    const refused = await technician().get('/incidents?cursor=abc');
    expect([refused.status, refused.body.errors[0].rule]).toEqual([400, 'cursor']);
  });

  test('carry a known fix as it was typed, sealed, and a stale edit overwrites nothing', async () => {
    const { causeKey } = await failed('Odd: broken cable');
    const knownFix = '<script>alert(1)</script> 重启网关';
    const write = (version: number, fix: string | null) =>
      technician().post(`/incidents/${causeKey}/note`, { version, assignedTo: 'technician', knownFix: fix });
    const both = await Promise.all([write(0, knownFix), write(0, knownFix)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect((await write(0, 'mine')).body.code).toBe('version_stale');
    const { body } = await technician().get(`/incidents/${causeKey}`);
    expect(body).toMatchObject({ knownFix, assignedTo: 'technician', noteVersion: 1 });
    const { rows } = await house.database.admin.raw('select fix_sealed from incident_notes');
    expect(Buffer.concat(rows.map((row: { fix_sealed: Buffer }) => row.fix_sealed)).toString()).not.toContain(
      'script',
    );
    expect((await write(1, null)).status).toBe(201);
    expect((await technician().get('/incidents?assignedTo=technician')).body.items).toHaveLength(1);
    const nobody = await technician().post(`/incidents/${causeKey}/note`, {
      version: 2,
      assignedTo: 'ghost',
      knownFix: null,
    });
    expect(nobody.body.code).toBe('person_unknown');
    expect((await house.as('desk').get('/incidents')).status).toBe(403);
  });
});

describe('a pre-flight', () => {
  test('tells what would pass and why the rest would still fail, and writes nothing', async () => {
    const good = await failed('Boom: one');
    const bad = await failed('Boom: one');
    struck.add(bad.orderNo);
    const before = await everyRow();
    const { body } = await technician().get(`/case-checks?causeKey=${good.causeKey}`);
    expect(body).toMatchObject({ passing: 1, failing: 1, left: 0 });
    expect(body.items).toEqual([
      expect.objectContaining({
        orderNo: good.orderNo,
        passes: true,
        outcome: 'verdict_not_yet',
        because: null,
      }),
      expect.objectContaining({ orderNo: bad.orderNo, passes: false, because: 'fault_injected' }),
    ]);
    struck.clear();
    const some = await technician().get(`/case-checks?caseIds=${bad.caseId}`);
    expect(some.body).toMatchObject({ passing: 1, failing: 0 });
    expect(await everyRow()).toEqual(before);
    expect((await technician().get('/case-checks')).status).toBe(400);
  });

  test.each([
    ['issue', 'issued'],
    ['dispatch', 'sent_by_email'],
  ])('at the step %s answers %s', async (step, outcome) => {
    const { caseId } = await failed('Boom: two', step);
    const { body } = await technician().get(`/case-checks?caseIds=${caseId}`);
    expect(body.items).toMatchObject([{ passes: true, outcome }]);
  });

  test('at the write-off names what is missing', async () => {
    const { caseId } = await failed('Boom: three', 'write_off');
    const { body } = await technician().get(`/case-checks?caseIds=${caseId}`);
    expect(body.items).toMatchObject([{ passes: false, because: 'not_verified' }]);
  });

  /** Every table's number of rows and their newest version. */
  async function everyRow() {
    const { rows } = await house.database.admin.raw(
      `select relname, (xpath('/row/t/text()', query_to_xml(format(
         'select count(*) || '' '' || coalesce(max(xmin::text::bigint), 0) as t from %I', relname), false, true, '')))[1]::text as at
       from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
    );
    return rows;
  }
});

describe('a case on the bench', () => {
  test('shows the ladder, what is done outside under its key, its attempts and the run', async () => {
    const { caseId, orderId } = await failed('Boom: four');
    await house.database.as('oqr_worker', 1).transaction((tx) => startRetry(tx, caseId, 'system_fault'));
    await house.deeds.openTechnicalCase({ orderId, step: 'verify', code: 'Boom: five' });
    const work = await workOf(caseId);
    expect(work.ladder.map(({ step, state }: { step: string; state: string }) => `${step} ${state}`)).toEqual(
      [
        'issue done',
        'dispatch pending',
        'verify failed',
        'review pending',
        'write_off pending',
        'archive pending',
      ],
    );
    expect(work.effects).toMatchObject([{ what: 'code', key: `order/${orderId}/code/1`, state: 'live' }]);
    expect(work.attempts).toMatchObject([
      { attempt: 1, code: 'Boom: four' },
      { attempt: 2, code: 'Boom: five' },
    ]);
    expect(work.workflowId).toBe(`order/${orderId}`);
    expect(work.temporalUrl).toBe(`http://temporal.example/${orderId}`);
    expect((await caseOf(caseId)).attempts).toBe(2);
  });

  test('is retried at a time, by the sweeper, once', async () => {
    const { caseId, orderId } = await failed('Boom: six');
    const later = (at: string | null) => technician().post(`/cases/${caseId}/retries`, { ...why, at });
    expect((await later('2020-01-01T00:00:00Z')).body.code).toBe('moment_past');
    expect((await later(new Date(Date.now() + 3_600_000).toISOString())).status).toBe(201);
    await house.settle(orderId);
    expect(await caseOf(caseId)).toMatchObject({ status: 'open', rootCause: 'system_fault' });
    expect((await caseOf(caseId)).retryAt).not.toBeNull();
    const sweep = () => retryDueCases(houseOf(house.database), 100);
    expect(await sweep()).toBe(0);
    await house.database.admin.raw(`update cases set retry_at = now() - interval '1 second' where id = ?`, [
      caseId,
    ]);
    expect(await sweep()).toBe(1);
    expect(await sweep()).toBe(0);
    await house.settle(orderId);
    expect(await caseOf(caseId)).toMatchObject({ status: 'retrying', retryAt: null });
  });

  test('is given up with its root cause, holds its order, and may be taken up again', async () => {
    const { caseId, orderId, orderNo } = await failed('Boom: seven');
    const giveUp = () => technician().post(`/cases/${caseId}/giving-up`, { ...why, note: '供应商已停业' });
    expect((await technician().post(`/cases/${caseId}/giving-up`, { note: 'x' })).status).toBe(400);
    const twice = await Promise.all([giveUp(), giveUp()]);
    expect(twice.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    await house.settle(orderId);
    expect(await caseOf(caseId)).toMatchObject({ status: 'given_up', rootCause: 'system_fault' });
    expect((await house.as('desk').get(`/orders/${orderNo}`)).body.state).toBe('exception');
    const given = await technician().get('/cases?status=given_up');
    expect(given.body.items.map(({ id }: { id: string }) => id)).toEqual([caseId]);
    const { body } = await technician().get('/case-statistics');
    expect(body.items).toContainEqual(
      expect.objectContaining({ kind: 'technical', rootCause: 'system_fault', cases: 1 }),
    );
    expect((await technician().post(`/cases/${caseId}/retries`, why)).status).toBe(201);
    await house.settle(orderId);
    expect((await caseOf(caseId)).status).toBe('retrying');
  });

  test('ends with its order, though it was given up', async () => {
    const { caseId, orderId, orderNo } = await failed('Boom: ten');
    await technician().post(`/cases/${caseId}/giving-up`, { ...why, note: '供应商已停业' });
    await house.settle(orderId);
    expect((await house.as('desk').post(`/orders/${orderNo}/cancellation`, {})).status).toBe(201);
    await house.settle(orderId);
    expect((await caseOf(caseId)).status).toBe('cancelled');
    expect((await technician().post(`/cases/${caseId}/retries`, why)).body.code).toBe('case_closed');
  });

  test('a dispatch is skipped by two people with proof; what a write-off stands on never is', async () => {
    const { caseId, orderId, orderNo } = await failed('Boom: eight', 'dispatch', { notify: true });
    const proof = { ...why, proof: 'signed_receipt', note: '柜台签收单 B-7' };
    const other = await failed('Boom: nine');
    expect((await technician().post(`/cases/${other.caseId}/skips`, proof)).body.code).toBe(
      'step_not_skippable',
    );
    expect((await technician().post(`/cases/${caseId}/skips`, proof)).status).toBe(201);
    expect((await technician().post(`/cases/${caseId}/skips`, proof)).body.code).toBe('answer_waits');
    const confirm = (person: string) =>
      house.as(person).post(`/cases/${caseId}/skips/answer`, { answer: 'confirmed' });
    expect((await confirm('technician')).body.code).toBe('own_request');
    expect((await workOf(caseId)).skip).toMatchObject({ askedBy: 'technician', proof: 'signed_receipt' });
    expect((await confirm('manager')).status).toBe(201);
    await house.settle(orderId);
    expect(await caseOf(caseId)).toMatchObject({ status: 'skipped', rootCause: 'system_fault' });
    expect((await house.as('desk').get(`/orders/${orderNo}`)).body.state).toBe('issued');
    expect((await confirm('manager')).body.code).toBe('case_closed');
  });

  test('corrected data is applied only when a second person agreed, and is shown masked to a technician', async () => {
    const { caseId, orderId } = await failed('Boom: ten', 'dispatch', { notify: true });
    const amend = (changes: object) => technician().post(`/cases/${caseId}/amendments`, { changes });
    expect((await amend({})).status).toBe(400);
    expect((await amend({ amountMinor: 1 })).status).toBe(400);
    expect((await amend({ email: 'li@new.example', phone: null })).status).toBe(201);
    expect((await amend({ email: 'x@y.example' })).body.code).toBe('answer_waits');
    const { amendment, inputs } = await workOf(caseId);
    expect(inputs).toContainEqual({ field: 'email', value: 'z***@e***.com', editable: true });
    expect(amendment).toMatchObject({ status: 'proposed', proposedBy: 'technician' });
    expect((await technician().get(`/case-checks?caseIds=${caseId}`)).body.items[0].because).toBe(
      'amendment_waits',
    );
    const answer = (person: string, amendmentId = amendment.id) =>
      house.as(person).post(`/cases/${caseId}/amendments/answer`, { amendmentId, answer: 'applied' });
    expect((await answer('technician')).body.code).toBe('own_request');
    expect((await answer('manager', randomUUID())).body.code).toBe('nothing_asked');
    expect((await answer('manager')).status).toBe(201);
    expect((await answer('manager')).body.code).toBe('nothing_asked');
    await house.settle(orderId);
    const seen = await workOf(caseId, 'manager');
    expect(seen.inputs).toContainEqual({ field: 'email', value: 'li@new.example', editable: true });
    expect(seen.inputs).toContainEqual({ field: 'phone', value: null, editable: true });
    expect(seen.amendment).toMatchObject({ status: 'applied', decidedBy: 'manager' });
  });
});

describe('a dispute', () => {
  test('keeps a log of talks under the order’s key, tells the customer, and is verified again', async () => {
    const order = await issuedOrder(house);
    await payAndShip(house, order.orderNo, 12_500);
    await house.settle(order.orderId);
    const { body: list } = await house.as('service').get('/cases?kind=business&limit=200');
    const { id } = list.items.find((one: { orderNo: string }) => one.orderNo === order.orderNo);
    const talk = { channel: 'phone', direction: 'from_customer', note: '<b>客户</b>说多付了' };
    expect((await house.as('service').post(`/cases/${id}/contacts`, talk)).status).toBe(201);
    expect((await technician().post(`/cases/${id}/contacts`, talk)).status).toBe(403);
    const { body: letters } = await house.as('service').get(`/cases/${id}/progress`);
    expect(letters.channel).toBe('email');
    expect(letters.items[1]).toEqual({
      progress: 'investigating',
      subject: `订单 ${order.orderNo} 处理进度 · Progress of your order`,
      zh: `您好，关于订单 ${order.orderNo}：我们正在核实，会尽快答复您。`,
      en: `Hello, about your order ${order.orderNo}: We are looking into it and will come back to you soon.`,
    });
    expect((await technician().get(`/cases/${id}/progress`)).status).toBe(403);
    expect((await workOf(id)).effects).toMatchObject([
      { what: 'code' },
      {
        what: 'payment_received',
        state: 'recorded',
        money: { currency: 'CNY', amountMinor: 12_500 },
      },
      { what: 'shipped', money: null },
    ]);
    const told = await house.as('service').post(`/cases/${id}/progress`, { progress: 'investigating' });
    expect(told.status).toBe(201);
    await house.settle(order.orderId);
    const { acts } = await workOf(id, 'service');
    expect(acts).toMatchObject([
      { type: 'customer_contacted', note: talk.note, detail: { channel: 'phone' } },
      { type: 'progress_told', detail: { progress: 'investigating' } },
    ]);
    expect((await workOf(id)).acts[0].note).toBeUndefined();
    const { rows } = await house.database.admin.raw(
      'select template, channel from messages where order_id = ?',
      [order.orderId],
    );
    expect(rows).toEqual([{ template: 'progress_investigating', channel: 'email' }]);
    const closed = { resolution: 'settled', rootCause: 'customer_dispute' };
    await house.as('finance').post(`/orders/${order.orderNo}/facts`, {
      type: 'payment_refunded',
      amountMinor: 500,
      currency: 'CNY',
    });
    expect((await house.as('service').post(`/cases/${id}/resolution`, closed)).status).toBe(201);
    await house.settle(order.orderId);
    expect((await house.as('desk').get(`/orders/${order.orderNo}`)).body.state).toBe('archived');
    expect((await house.as('service').post(`/cases/${id}/contacts`, talk)).body.code).toBe('case_closed');
  });
});
