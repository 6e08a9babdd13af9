import { z } from 'zod';
import { DEPARTMENTS } from '../../domain/people.js';
import { line, orderNoParams, word } from './fields.js';
import { freeText, recordedAnswer } from './recorded.js';
import { act, note, read } from './route.js';

const day = z.iso.date().meta({ example: '2026-10-01' });
const year = z.int().min(2000).max(2199);
const reason = line(100).meta({ description: 'Why, in words; no names of persons.' }).exactOptional();
const namedDay = z.strictObject({ day, kind: z.enum(['holiday', 'make_up']), reason });
const department = z.enum(DEPARTMENTS).nullable().meta({
  description: 'null: every department without shifts of its own.',
});
const minute = z.int().min(0).max(1440).meta({ description: 'Since midnight, company time.' });
const shift = z.strictObject({
  weekday: z.int().min(1).max(7).meta({ description: '1 is Monday.' }),
  fromMinute: minute,
  toMinute: minute,
});

const calendar = z
  .strictObject({
    name: z.string(),
    zone: z.string().meta({ example: 'Asia/Shanghai' }),
    revision: z.int().meta({ description: 'Goes up with every edit; deadlines follow within a minute.' }),
    year,
    loaded: z.boolean().meta({ description: 'False: the year is counted by its weekdays alone.' }),
    days: z.array(namedDay.extend({ source: z.string() })),
    shifts: z.array(shift.extend({ department: z.string().nullable() })),
    yearsLoaded: z.array(z.int()),
    statutory: z.boolean().meta({ description: 'Whether this house knows the statutory days of the year.' }),
    deadlines: z
      .strictObject({ open: z.int(), behind: z.int() })
      .meta({ description: 'Orders with a deadline, and those that still come from an older revision.' }),
    yearsMissing: z.array(z.int()).meta({ description: 'Needed this quarter or the next, and not loaded.' }),
  })
  .meta({ id: 'Calendar' });

const revised = {
  200: {
    description: 'Edited.',
    schema: z.strictObject({ revision: z.int() }).meta({ id: 'CalendarRevision' }),
  },
};

export const CALENDAR_ROUTES = {
  showCalendar: read({
    path: '/calendar',
    summary: 'The company calendar of a year: zone, shifts, holidays and make-up days',
    right: 'person',
    query: z.strictObject({
      year: z.coerce
        .number()
        .int()
        .min(2000)
        .max(2199)
        .optional()
        .meta({ type: 'integer', description: 'This year, unless given.' }),
    }),
    answers: { 200: { description: 'The calendar.', schema: calendar } },
  }),
  editCalendar: note({
    path: '/calendar',
    summary: 'Name the company calendar, or move it to another time zone',
    right: 'calendar.edit',
    body: z.strictObject({ name: line(100).exactOptional(), zone: line(64).exactOptional() }),
    answers: revised,
    refusals: ['zone_unknown'],
  }),
  editCalendarDays: note({
    path: '/calendar/days',
    summary: 'Make days holidays, make-up days or ordinary',
    right: 'calendar.edit',
    body: z.strictObject({
      days: z
        .array(z.strictObject({ day, kind: z.enum(['holiday', 'make_up', 'ordinary']), reason }))
        .min(1)
        .max(366),
    }),
    answers: revised,
    refusals: ['day_outside_year'],
  }),
  loadCalendarYear: note({
    path: '/calendar/years',
    summary: 'Replace all named days of a year; the year counts as loaded from then on',
    right: 'calendar.edit',
    body: z.strictObject({
      year,
      days: z
        .array(namedDay)
        .max(366)
        .exactOptional()
        .meta({ description: 'Absent: the statutory days of China, where this house knows them.' }),
    }),
    answers: revised,
    refusals: ['day_outside_year', 'year_unknown'],
  }),
  editShifts: note({
    path: '/calendar/shifts',
    summary: 'Replace the working hours of a department, or the default ones',
    right: 'calendar.edit',
    body: z.strictObject({ department, shifts: z.array(shift).max(50) }),
    answers: revised,
    refusals: ['shifts_invalid'],
  }),
  pauseClock: act({
    path: '/orders/:orderNo/clock-pauses',
    summary: 'Pause the clock of an order while it waits for nobody of the company',
    right: 'clock.pause',
    params: orderNoParams,
    body: z.strictObject({ reason: word, note: freeText.exactOptional() }),
    answers: { 201: recordedAnswer },
    refusals: ['order_unknown', 'state_forbids', 'already_written_off', 'clock_paused'],
  }),
  resumeClock: act({
    path: '/orders/:orderNo/clock-resumptions',
    summary: 'Let the clock of an order run again',
    right: 'clock.pause',
    params: orderNoParams,
    body: z.strictObject({ reason: word.exactOptional(), note: freeText.exactOptional() }),
    answers: { 201: recordedAnswer },
    refusals: ['order_unknown', 'state_forbids', 'already_written_off', 'clock_running'],
  }),
};
