import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiHouse, openHouse } from './house.js';
import { issuedOrder, payAndShip } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const shown = async (year = 2026) => (await house.as('desk').get(`/calendar?year=${year}`)).body;
const edit = (path: string, body: unknown, person = 'admin') =>
  house.as(person).post(`/calendar${path}`, body);

describe('the calendar', () => {
  test('comes with the hours, the zone and the statutory days of the years that are known', async () => {
    const calendar = await shown();
    expect(calendar).toMatchObject({ zone: 'Asia/Shanghai', year: 2026, loaded: true });
    expect(calendar.days).toContainEqual(expect.objectContaining({ day: '2026-10-01', kind: 'holiday' }));
    expect(calendar.days).toContainEqual(expect.objectContaining({ day: '2026-10-10', kind: 'make_up' }));
    expect(calendar.shifts).toContainEqual({ department: null, weekday: 1, fromMinute: 540, toMinute: 720 });
    expect(await shown(2099)).toMatchObject({ loaded: false, days: [] });
  });

  test('is shown to people, and edited by the administrator alone', async () => {
    expect((await house.stranger.get('/calendar')).status).toBe(401);
    expect((await house.as('desk').get('/calendar')).status).toBe(200);
    const body = { days: [{ day: '2026-12-24', kind: 'holiday' }] };
    for (const person of ['desk', 'manager', 'technician', 'auditor'])
      expect((await edit('/days', body, person)).body.code).toBe('not_permitted');
    expect((await shown()).days).not.toContainEqual(expect.objectContaining({ day: '2026-12-24' }));
  });

  test('takes days and gives them back, with a new revision and a log row each time', async () => {
    const before = (await shown()).revision;
    const day = '2026-12-25';
    expect((await edit('/days', { days: [{ day, kind: 'holiday' }] })).body).toEqual({
      revision: before + 1,
    });
    expect((await shown()).days).toContainEqual({ day, kind: 'holiday', source: 'admin' });
    await edit('/days', { days: [{ day, kind: 'make_up' }] });
    expect((await shown()).days).toContainEqual({ day, kind: 'make_up', source: 'admin' });
    await edit('/days', { days: [{ day, kind: 'ordinary' }] });
    expect((await shown()).days).not.toContainEqual(expect.objectContaining({ day }));
    const { rows } = await house.database.admin.raw(
      `select actor_id, detail->>'what' as what from log_entries where action = 'calendar_edited'
       and (detail->>'revision')::int > ?`,
      [before],
    );
    expect(rows).toEqual(Array(3).fill({ actor_id: 'admin', what: 'days' }));
  });

  test('keeps why a day differs, and leaves it out of the log', async () => {
    const day = { day: '2026-12-28', kind: 'holiday', reason: '公司周年庆' };
    expect((await edit('/days', { days: [{ ...day, reason: '周'.repeat(101) }] })).status).toBe(400);
    await edit('/days', { days: [day] });
    expect((await shown()).days).toContainEqual({ ...day, source: 'admin' });
    const told = await house.database.admin('log_entries').where({ action: 'calendar_edited' });
    expect(told.length).toBeGreaterThan(0);
    expect(JSON.stringify(told)).not.toContain(day.reason);
  });

  test('takes the statutory days of a year that the house knows, and of no other', async () => {
    await edit('/years', { year: 2026, days: [] });
    expect((await shown()).days).toEqual([]);
    expect((await edit('/years', { year: 2026 })).status).toBe(200);
    expect((await shown()).days).toContainEqual(
      expect.objectContaining({ day: '2026-10-01', kind: 'holiday', reason: 'national_day' }),
    );
    expect(await shown(2098)).toMatchObject({
      statutory: false,
      yearsLoaded: expect.not.arrayContaining([2098]),
    });
    expect((await edit('/years', { year: 2098 })).body.code).toBe('year_unknown');
  });

  test('takes a whole year, and knows that it is loaded', async () => {
    const year = 2035;
    await edit('/days', { days: [{ day: '2035-05-05', kind: 'holiday' }] });
    expect(await shown(year)).toMatchObject({ loaded: false });
    await edit('/years', { year, days: [{ day: '2035-01-01', kind: 'holiday' }] });
    expect(await shown(year)).toMatchObject({
      loaded: true,
      days: [{ day: '2035-01-01', kind: 'holiday', source: 'admin' }],
    });
  });

  test('refuses days outside the year or named twice, and changes nothing', async () => {
    const before = await shown();
    const holiday = (day: string) => ({ day, kind: 'holiday' });
    const outside = await edit('/years', { year: 2026, days: [holiday('2027-01-01')] });
    expect([outside.status, outside.body.code]).toEqual([422, 'day_outside_year']);
    const twice = await edit('/days', { days: [holiday('2026-11-11'), holiday('2026-11-11')] });
    expect(twice.body.code).toBe('day_outside_year');
    expect((await edit('/days', { days: [holiday('2026-02-30')] })).status).toBe(400);
    expect(await shown()).toEqual(before);
  });

  test('takes the hours of a department, and falls back to the default ones without them', async () => {
    const night = [{ weekday: 7, fromMinute: 0, toMinute: 1440 }];
    await edit('/shifts', { department: 'logistics', shifts: night });
    const own = async () =>
      (await shown()).shifts.filter((one: { department: string | null }) => one.department === 'logistics');
    expect(await own()).toEqual([{ department: 'logistics', ...night[0] }]);
    await edit('/shifts', { department: 'logistics', shifts: [] });
    expect(await own()).toEqual([]);
    expect((await shown()).shifts.length).toBeGreaterThan(0);
  });

  test.each([
    ['that end before they begin', [{ weekday: 1, fromMinute: 600, toMinute: 540 }]],
    [
      'that overlap',
      [
        { weekday: 1, fromMinute: 540, toMinute: 720 },
        { weekday: 1, fromMinute: 700, toMinute: 900 },
      ],
    ],
    ['of nobody', []],
  ])('refuses default hours %s', async (_, shifts) => {
    const before = await shown();
    expect((await edit('/shifts', { department: null, shifts })).body.code).toBe('shifts_invalid');
    expect(await shown()).toEqual(before);
  });

  test('is moved to another zone that exists', async () => {
    expect((await edit('', { zone: 'Asia/Nowhere' })).body.code).toBe('zone_unknown');
    await edit('', { zone: 'Europe/Berlin', name: 'Werk' });
    expect(await shown()).toMatchObject({ zone: 'Europe/Berlin', name: 'Werk' });
    await edit('', { zone: 'Asia/Shanghai' });
    expect(await shown()).toMatchObject({ zone: 'Asia/Shanghai', name: 'Werk' });
  });

  test('edited by many at once counts every edit', async () => {
    const before = (await shown()).revision;
    const days = Array.from({ length: 8 }, (_, index) => `2041-01-0${index + 1}`);
    await Promise.all(days.map((day) => edit('/days', { days: [{ day, kind: 'holiday' }] })));
    expect((await shown(2041)).revision).toBe(before + 8);
    expect((await shown(2041)).days).toHaveLength(8);
  });

  test('that lacks a year tells so in the summary', async () => {
    const missing = async () => (await house.as('desk').get('/summary')).body.calendar.yearsMissing;
    const all = Array.from({ length: 75 }, (_, index) => index + 2025);
    await house.database.admin('calendar_years').delete();
    expect((await missing()).length).toBeGreaterThan(0);
    await house.database.admin('calendar_years').insert(all.map((year) => ({ year, source: 'test' })));
    expect(await missing()).toEqual([]);
  });
});

describe('the clock of an order', () => {
  const pause = (orderNo: string, person = 'manager') =>
    house.as(person).post(`/orders/${orderNo}/clock-pauses`, { reason: 'customer_away', note: '客户出差' });
  const resume = (orderNo: string, person = 'manager') =>
    house.as(person).post(`/orders/${orderNo}/clock-resumptions`, {});
  const order = async (orderNo: string) => (await house.as('manager').get(`/orders/${orderNo}`)).body;

  test('is paused with a reason and runs again', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    expect(await order(orderNo)).toMatchObject({ pausedAt: null, budgetMinutes: 1440, cause: 'unpaid' });
    expect((await pause(orderNo)).status).toBe(201);
    await house.settle(orderId);
    expect(await order(orderNo)).toMatchObject({ dueAt: null, pausedAt: expect.any(String) });
    expect((await resume(orderNo)).status).toBe(201);
    await house.settle(orderId);
    expect(await order(orderNo)).toMatchObject({ dueAt: expect.any(String), pausedAt: null });
  });

  test('is paused once, however many try at once', async () => {
    const { orderNo } = await issuedOrder(house);
    expect((await resume(orderNo)).body.code).toBe('clock_running');
    const answers = await Promise.all(Array.from({ length: 5 }, () => pause(orderNo)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('clock_paused');
  });

  test('is the manager’s to pause, with a reason, and before the write-off', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    for (const person of ['desk', 'reviewer', 'admin', 'technician'])
      expect((await pause(orderNo, person)).body.code).toBe('not_permitted');
    expect((await house.as('manager').post(`/orders/${orderNo}/clock-pauses`, {})).status).toBe(400);
    expect((await pause('NONE')).body.code).toBe('order_unknown');
    await payAndShip(house, orderNo, 12_000);
    await house.settle(orderId);
    expect((await pause(orderNo)).body.code).toBe('already_written_off');
  });
});

test('a stuck order shows how long it was worked on, against its budget, and what would move it', async () => {
  const { orderId, orderNo } = await issuedOrder(house);
  await house.database.admin.raw(
    `update orders set state_since = '2026-11-16T09:00+08:00', due_at = '2026-11-18T18:00+08:00' where id = ?`,
    [orderId],
  );
  const stuck = async () =>
    (await house.as('manager').get('/stuck?limit=200')).body.items.find(
      (one: { orderNo: string }) => one.orderNo === orderNo,
    );
  const shownFirst = await stuck();
  expect(shownFirst).toMatchObject({
    budgetMinutes: 1440,
    dueAt: '2026-11-18T10:00:00.000Z',
    ownerDepartment: 'order_desk',
    cause: 'unpaid',
    nextAction: 'record_payment',
  });
  expect(shownFirst.stuckForMinutes).toBeGreaterThanOrEqual(5 * 480);
  await house.database.admin.raw(
    `insert into clock_pauses (order_id, fact_number, state_since, reason, paused_by, paused_at, resumed_at)
     values (?, 1, now(), 'test', 'manager', '2026-11-16T09:00+08:00', '2026-11-17T09:00+08:00')`,
    [orderId],
  );
  expect((await stuck()).stuckForMinutes).toBeLessThanOrEqual(shownFirst.stuckForMinutes - 479);
});
