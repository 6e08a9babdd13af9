import {
  clearDays,
  clearYear,
  putDays,
  putShifts,
  putYear,
  readCalendar,
  reviseCalendar,
} from '../../db/calendars.js';
import { countDeadlines } from '../../db/deadlines.js';
import { log } from '../../db/log.js';
import type { Tx } from '../../db/sql.js';
import { openPause, pausesOf } from '../../domain/deadline.js';
import { Refusal } from '../../domain/refusal.js';
import type { Shift } from '../../domain/working-time.js';
import { HOLIDAY_SOURCE, statutoryDays } from '../../platform/chinese-holidays.js';
import { missingYears } from '../../platform/working-calendar.js';
import { isZone } from '../../platform/zone-clock.js';
import type { Routes } from '../contract/routes.js';
import type { Act, Read } from '../handler.js';
import type { Signed } from '../principal.js';
import { requestFact } from '../requesting.js';

export const show: Read<Routes['showCalendar']> = async ({ db }, { query }) => {
  const { today, days, years, shifts, name, zone, revision } = await readCalendar(db);
  const { year = Number(today.slice(0, 4)) } = query;
  return {
    status: 200,
    body: {
      ...{ name, zone, revision },
      year,
      loaded: years.includes(year),
      days: days.filter(({ day }) => isOf(year, day)),
      shifts: [...shifts],
      yearsLoaded: [...years],
      yearsMissing: missingYears({ today, years }),
      statutory: statutoryDays(year) !== undefined,
      deadlines: await countDeadlines(db, revision),
    },
  };
};

export const edit: Act<Routes['editCalendar']> = async (tx, _deps, { body, caller }) => {
  if (body.zone !== undefined && !isZone(body.zone)) throw new Refusal('zone_unknown', { zone: body.zone });
  return revised(tx, caller.person, { what: 'calendar', ...body }, body);
};

export const editDays: Act<Routes['editCalendarDays']> = async (tx, _deps, { body, caller }) => {
  const { days } = body;
  refuseTwice(days);
  const answer = await revised(tx, caller.person, { what: 'days', days: days.map(unexplained) });
  const named = days.flatMap(({ kind, ...day }) => (kind === 'ordinary' ? [] : [{ ...day, kind }]));
  const ordinary = days.filter(({ kind }) => kind === 'ordinary').map(({ day }) => day);
  await clearDays(tx, ordinary);
  await putDays(tx, named, caller.person.id);
  return answer;
};

export const loadYear: Act<Routes['loadCalendarYear']> = async (tx, _deps, { body, caller }) => {
  const { year } = body;
  const days = body.days ?? statutoryDays(year);
  if (!days) throw new Refusal('year_unknown', { year });
  refuseTwice(days);
  const outside = days.find(({ day }) => !isOf(year, day));
  if (outside) throw new Refusal('day_outside_year', { day: outside.day });
  const answer = await revised(tx, caller.person, { what: 'year', year, days: days.map(unexplained) });
  const source = body.days ? caller.person.id : HOLIDAY_SOURCE;
  await clearYear(tx, year);
  await putDays(tx, days, source);
  await putYear(tx, year, source);
  return answer;
};

export const editShifts: Act<Routes['editShifts']> = async (tx, _deps, { body, caller }) => {
  const { department, shifts } = body;
  if (overlap(shifts) || (department === null && shifts.length === 0)) throw new Refusal('shifts_invalid');
  const answer = await revised(tx, caller.person, { what: 'shifts', department, shifts });
  await putShifts(tx, department, shifts);
  return answer;
};

export const pause: Act<Routes['pauseClock']> = (tx, deps, { params, body, caller }) =>
  requestFact(tx, deps, {
    ...params,
    type: 'clock_paused',
    person: caller.person,
    body,
    refuse: ({ facts }) => {
      const open = openPause(pausesOf(facts));
      if (open) throw new Refusal('clock_paused', { reason: open.reason });
    },
  });

export const resume: Act<Routes['resumeClock']> = (tx, deps, { params, body, caller }) =>
  requestFact(tx, deps, {
    ...params,
    type: 'clock_resumed',
    person: caller.person,
    body,
    refuse: ({ facts }) => {
      if (!openPause(pausesOf(facts))) throw new Refusal('clock_running');
    },
  });

/** Free text stays out of the log. */
const unexplained = ({ day, kind }: { day: string; kind: string }) => ({ day, kind });

const isOf = (year: number, day: string): boolean => day.startsWith(`${year}-`);

/** Begins an edit and logs it: what was set, and by whom. */
async function revised(
  tx: Tx,
  person: Signed,
  detail: Readonly<Record<string, unknown>>,
  change: { name?: string; zone?: string } = {},
): Promise<{ status: 200; body: { revision: number } }> {
  const revision = await reviseCalendar(tx, change);
  await log(tx, { actor: person.actor, action: 'calendar_edited', detail: { revision, ...detail } });
  return { status: 200, body: { revision } };
}

function refuseTwice(days: readonly { day: string }[]): void {
  const twice = days.find(({ day }, index) => days.findIndex((other) => other.day === day) !== index);
  if (twice) throw new Refusal('day_outside_year', { day: twice.day });
}

function overlap(shifts: readonly Shift[]): boolean {
  const ordered = shifts.toSorted(
    (one, other) => one.weekday - other.weekday || one.fromMinute - other.fromMinute,
  );
  return ordered.some((shift, index) => {
    const before = ordered[index - 1];
    const late = before?.weekday === shift.weekday && before.toMinute > shift.fromMinute;
    return late || shift.fromMinute >= shift.toMinute;
  });
}
