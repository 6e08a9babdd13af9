import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Knex } from 'knex';
import { openTechnicalCase } from '../../activities/exceptions.js';
import type { House } from '../../activities/house.js';
import { askForReview, writeOff } from '../../activities/steps.js';
import { survey } from '../../activities/survey.js';
import { sweep } from '../../activities/sweep.js';
import { putDays, readCalendar, reviseCalendar } from '../../db/calendars.js';
import { pausesOfAll } from '../../db/clock-pauses.js';
import { logOf } from '../../db/log.js';
import { type OrderRow, orderById } from '../../db/orders.js';
import { lastReview } from '../../db/reviews.js';
import { addWorkingMinutes, workingMinutesBetween } from '../../domain/working-time.js';
import { openLog } from '../../platform/log.js';
import { openCalendar } from '../../platform/working-calendar.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { houseOf } from '../support/house.js';
import { enterTestOrder, paid, REVIEWER, recordFact, shipped } from '../support/orders.js';

let database: TestDatabase;
let house: House;
let api: Knex;
beforeAll(async () => {
  database = await cloneDatabase();
  api = database.as('oqr_api');
  house = houseOf(database);
});
afterAll(() => database.drop());
/** Other tests' orders are none of the sweep's business. */
beforeEach(() => database.admin.raw('update orders set due_at = null'));

const MANAGER = { kind: 'person', id: 'manager', department: 'management' } as const;

async function order(id: string): Promise<OrderRow> {
  const row = await orderById(api, id);
  if (!row) throw new Error('no order');
  return row;
}

async function issued(options: Parameters<typeof enterTestOrder>[1] = {}): Promise<string> {
  const { id } = await enterTestOrder(database, options, api);
  await survey(house, id);
  return id;
}

/** Where the calendar puts the end of a budget. */
async function counted(row: OrderRow, minutes: number): Promise<Date> {
  const calendar = openCalendar(await readCalendar(api));
  return new Date(addWorkingMinutes(calendar, row.ownerDepartment, row.stateSince.getTime(), minutes).atMs);
}

const pauseClock = (id: string) =>
  recordFact(api, id, { type: 'clock_paused', actor: MANAGER, detail: { reason: 'customer_away' } });
const resumeClock = (id: string) => recordFact(api, id, { type: 'clock_resumed', actor: MANAGER });

describe('the deadline of a state', () => {
  test('is the policy’s hours in working time of its owner, with cause and next action', async () => {
    const row = await order(await issued());
    expect(row).toMatchObject({ state: 'issued', budgetMinutes: 24 * 60, pausedAt: null });
    expect(row).toMatchObject({ cause: 'unpaid', nextAction: 'record_payment' });
    expect(row.dueAt).toEqual(await counted(row, 24 * 60));
    expect(row.dueAt?.getTime()).toBeGreaterThan(row.stateSince.getTime() + 24 * 3_600_000);
  });

  test('runs for an order that nobody submits, too', async () => {
    const { id } = await enterTestOrder(database, { submit: false }, api);
    await survey(house, id);
    const row = await order(id);
    expect(row).toMatchObject({ state: 'entered', cause: 'not_submitted', budgetMinutes: 8 * 60 });
    expect(row.dueAt).toEqual(await counted(row, 8 * 60));
  });

  test('stays where it is while the state stays', async () => {
    const id = await issued();
    const before = await order(id);
    await recordFact(api, id, { type: 'scanned', actor: MANAGER });
    await survey(house, id);
    expect(await order(id)).toMatchObject({ dueAt: before.dueAt, stateSince: before.stateSince });
  });

  test('counts in the hours of the department that owns it', async () => {
    const [sales, desk] = [await issued(), await issued()];
    await database.admin.raw(
      `insert into shifts (department, weekday, from_minute, to_minute) select 'sales', n, 0, 1440 from generate_series(1, 7) n`,
    );
    await database.admin.transaction((tx) => reviseCalendar(tx));
    await database.admin.raw(`update orders set owner_department = 'sales' where id = ?`, [sales]);
    expect((await sweep(house)).deadlinesDerived).toBe(2);
    const row = await order(sales);
    expect(row.dueAt?.getTime()).toBe(row.stateSince.getTime() + 24 * 3_600_000);
    expect((await order(desk)).dueAt).toEqual(await counted(await order(desk), 24 * 60));
    await database.admin.raw('delete from shifts where department is not null');
    await database.admin.transaction((tx) => reviseCalendar(tx));
  });
});

describe('a pause', () => {
  test('takes the deadline away, and gives back what was left when it ends', async () => {
    const id = await issued();
    const before = await order(id);
    await pauseClock(id);
    await survey(house, id);
    const paused = await order(id);
    expect(paused.dueAt).toBeNull();
    expect(paused.pausedAt).not.toBeNull();
    await database.admin.raw(
      `update facts set recorded_at = ?::timestamptz where order_id = ? and type = 'clock_paused'`,
      [before.stateSince, id],
    );
    await resumeClock(id);
    await database.admin.raw(
      `update facts set recorded_at = ?::timestamptz + interval '10 days' where order_id = ? and type = 'clock_resumed'`,
      [before.stateSince, id],
    );
    await survey(house, id);
    const resumed = await order(id);
    expect(resumed.pausedAt).toBeNull();
    const calendar = openCalendar(await readCalendar(api));
    const [from, to] = [before.dueAt?.getTime() ?? 0, resumed.dueAt?.getTime() ?? 0];
    const lasted = workingMinutesBetween(
      calendar,
      'order_desk',
      before.stateSince.getTime(),
      before.stateSince.getTime() + 10 * 86_400_000,
    );
    expect(workingMinutesBetween(calendar, 'order_desk', from, to).minutes).toBeCloseTo(lasted.minutes, 3);
    expect(lasted.minutes).toBeGreaterThan(0);
  });

  test('is in the ledger once, with who, why and until when', async () => {
    const id = await issued();
    const fact = await pauseClock(id);
    await survey(house, id);
    await survey(house, id);
    const open = { fact, reason: 'customer_away', pausedBy: 'manager' };
    const [written, ...more] = await pausesOfAll(api, [id]);
    expect(written).toMatchObject(open);
    expect([written?.resumedAtMs, more]).toEqual([undefined, []]);
    await resumeClock(id);
    await survey(house, id);
    expect(await pausesOfAll(api, [id])).toMatchObject([{ ...open, resumedAtMs: expect.any(Number) }]);
  });

  async function returned(): Promise<string> {
    const id = await issued({
      lines: [{ lineNo: 1, kind: 'goods', sku: 'T', name: '茶', quantity: 1, amountMinor: 1_200_000 }],
    });
    await recordFact(api, id, paid(1_200_000));
    await recordFact(api, id, shipped());
    await survey(house, id);
    await askForReview(house, id);
    const review = await lastReview(api, id);
    const detail = { reviewId: review?.id ?? '', materialFact: review?.materialFact ?? 0 };
    await recordFact(api, id, { type: 'review_returned', actor: REVIEWER, detail });
    await survey(house, id);
    return id;
  }

  test('comes with a returned review, and ends with the next material fact', async () => {
    const id = await returned();
    expect(await order(id)).toMatchObject({
      state: 'circulating',
      dueAt: null,
      cause: 'review_returned',
      nextAction: 'add_evidence',
    });
    expect(await pausesOfAll(api, [id])).toMatchObject([{ reason: 'review_returned', pausedBy: 'reviewer' }]);
    await recordFact(api, id, { type: 'picked', actor: MANAGER });
    await survey(house, id);
    expect((await order(id)).pausedAt).not.toBeNull();
    await recordFact(api, id, { type: 'delivered', actor: MANAGER });
    expect(await survey(house, id)).toMatchObject({ next: 'review' });
    expect(await order(id)).toMatchObject({ pausedAt: null, dueAt: expect.any(Date) });
    expect(await pausesOfAll(api, [id])).toMatchObject([{ resumedAtMs: expect.any(Number) }]);
  });

  test('ends when a technical case takes the order into the exception', async () => {
    const id = await issued();
    await pauseClock(id);
    await survey(house, id);
    await openTechnicalCase(house, { orderId: id, step: 'verify', code: 'TypeError: broken' });
    expect(await order(id)).toMatchObject({ state: 'exception', pausedAt: null, cause: 'technical_fault' });
    expect(await pausesOfAll(api, [id])).toMatchObject([{ resumedAtMs: expect.any(Number) }]);
  });
});

describe('the sweep', () => {
  test('counts a technical case’s first guess again in working time', async () => {
    const id = await issued();
    await openTechnicalCase(house, { orderId: id, step: 'verify', code: 'TypeError: broken' });
    const guess = await order(id);
    expect(guess.budgetMinutes).toBe(16 * 60);
    expect((await sweep(house)).deadlinesDerived).toBe(1);
    const row = await order(id);
    expect(row.dueAt).toEqual(await counted(row, 16 * 60));
    expect((await sweep(house)).deadlinesDerived).toBe(0);
  });

  test('leaves the deadline of an order that a failed step does not stop', async () => {
    const id = await issued();
    await recordFact(api, id, paid(12_000));
    await recordFact(api, id, shipped());
    await survey(house, id);
    await writeOff(house, id);
    const before = await order(id);
    await openTechnicalCase(house, { orderId: id, step: 'archive', code: 'TypeError: broken' });
    expect(await order(id)).toMatchObject({
      state: 'written_off',
      ownerDepartment: 'technology',
      cause: 'technical_fault',
      nextAction: 'retry_case',
      dueAt: before.dueAt,
      budgetMinutes: 60,
    });
  });

  test('follows an edited calendar', async () => {
    const id = await issued();
    const before = await order(id);
    const due = before.dueAt?.toISOString().slice(0, 10) ?? '';
    await database.admin.transaction(async (tx) => {
      await reviseCalendar(tx);
      await putDays(tx, [{ day: due, kind: 'holiday' }], 'test');
    });
    expect((await sweep(house)).deadlinesDerived).toBe(1);
    const after = await order(id);
    expect(after.dueAt?.getTime()).toBeGreaterThan(before.dueAt?.getTime() ?? 0);
    expect(after.dueAt).toEqual(await counted(after, 24 * 60));
  });

  test('notes an overdue order once, in the log too, and no other', async () => {
    const [late, fine] = [await issued(), await issued()];
    await database.admin.raw(`update orders set due_at = now() - interval '1 minute' where id = ?`, [late]);
    expect((await sweep(house)).overdueNoted).toBe(1);
    expect((await sweep(house)).overdueNoted).toBe(0);
    const noted = async (id: string) =>
      (await logOf(database.admin, id)).filter(({ action }) => action === 'overdue_noted');
    expect(await noted(late)).toMatchObject([
      { actorKind: 'system', detail: { state: 'issued', owner: 'order_desk', cause: 'unpaid' } },
    ]);
    expect(await noted(fine)).toEqual([]);
    await recordFact(api, late, paid(100));
    await survey(house, late);
    const { rows } = await database.admin.raw('select overdue_noted_at from orders where id = ?', [late]);
    expect(rows).toEqual([{ overdue_noted_at: null }]);
  });

  test('tells of a missing year once a day, and not at all when none is missing', async () => {
    const told: string[] = [];
    const log = openLog('test', 'silent');
    const listening: House = {
      ...house,
      log: Object.assign(Object.create(log), { warn: (_: unknown, words: string) => told.push(words) }),
    };
    await database.admin.raw(
      'insert into calendar_years (year, source) select n, ? from generate_series(2025, 2060) n on conflict do nothing',
      ['test'],
    );
    await database.admin.raw('update calendars set alarmed_on = null');
    await sweep(listening);
    expect(told).toEqual([]);
    await database.admin.raw('delete from calendar_years');
    await sweep(listening);
    await sweep(listening);
    expect(told).toEqual(['the calendar lacks a year']);
    await database.admin.raw(`update calendars set alarmed_on = current_date - 2`);
    await sweep(listening);
    expect(told).toHaveLength(2);
  });
});
