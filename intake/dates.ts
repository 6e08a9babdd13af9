import { Buffer } from 'node:buffer';
import { DateTime } from 'luxon';
import { RowRefused } from './refusals.js';

/**
 * Dates as files write them. Year-first and dotted dates say by themselves what they mean; with slashes day and
 * month can be told apart only from the column's other dates, or the format is given.
 */
export type SlashOrder = 'day_first' | 'month_first';

export interface DateReading {
  zone: string;
  /** A luxon format; then nothing else is read. */
  format?: string | undefined;
  slashOrder?: SlashOrder | undefined;
}

const YEAR_FIRST = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ] *(.*))?$/,
  /^(\d{4})\/(\d{1,2})\/(\d{1,2})(?: +(.*))?$/,
  /^(\d{4})\.(\d{1,2})\.(\d{1,2})(?: +(.*))?$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日 *(.*)$/,
  /^(\d{4})(\d{2})(\d{2})$/,
];
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?: +(.*))?$/;
const SLASHED = /^(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?: +(.*))?$/;
const TIME =
  /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3})\d{0,6})?)?(?: ?([AP])M)? ?(Z|[+-]\d{2}:?\d{2})?$/i;

/** What the slashed dates among the samples say: one order, nothing to decide, or no way to tell. */
export function slashOrderOf(samples: Iterable<string>): SlashOrder | 'undecided' | 'ambiguous' {
  let dayFirst = true;
  let monthFirst = true;
  let seen = false;
  for (const sample of samples) {
    const match = SLASHED.exec(sample);
    const [first, second] = [Number(match?.[1]), Number(match?.[3])];
    if (!match || Math.min(first, second) > 12 || Math.max(first, second) > 31) continue;
    seen = true;
    if (first > 12) monthFirst = false;
    if (second > 12) dayFirst = false;
  }
  if (!seen) return 'undecided';
  if (dayFirst === monthFirst) return 'ambiguous';
  return dayFirst ? 'day_first' : 'month_first';
}

/** Reads dates of one column to ISO 8601 with the zone's offset; the same text is computed once in a row of dates. */
export function openDateReader(column: string, reading: DateReading): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const iso = isoOf(text, column, reading);
    if (known.size >= 4_096) known.clear();
    known.set(Buffer.from(text).toString(), iso); // a copy, because a slice keeps the text it came from alive
    return iso;
  };
}

function isoOf(text: string, column: string, reading: DateReading): string {
  const date =
    reading.format === undefined
      ? recognised(text, column, reading)
      : formatted(text, reading.format, reading);
  const iso = date?.isValid && date.year >= 1970 && date.year < 2200 ? date.toISO() : null;
  if (iso === null) throw new RowRefused('date_unreadable', column, reading.format);
  return iso;
}

/** Undefined too where the format itself contradicts itself, as a year beside a week-year: luxon throws then. */
function formatted(text: string, format: string, { zone }: DateReading): DateTime | undefined {
  try {
    return DateTime.fromFormat(text, format, { zone, locale: 'en' });
  } catch {
    return undefined;
  }
}

function recognised(text: string, column: string, reading: DateReading): DateTime | undefined {
  for (const form of YEAR_FIRST) {
    const match = form.exec(text);
    if (match)
      return dateTime({ year: match[1], month: match[2], day: match[3], time: match[4] }, reading.zone);
  }
  const dotted = DOTTED.exec(text);
  if (dotted)
    return dateTime({ day: dotted[1], month: dotted[2], year: dotted[3], time: dotted[4] }, reading.zone);
  const slashed = SLASHED.exec(text);
  return slashed ? slashedDate(slashed, column, reading) : undefined;
}

function slashedDate(match: RegExpExecArray, column: string, reading: DateReading): DateTime | undefined {
  const [, first, , second, year, time] = match;
  const order = reading.slashOrder ?? slashOrderOf([match[0]]);
  if (order === 'ambiguous') throw new RowRefused('date_ambiguous', column);
  return order === 'month_first'
    ? dateTime({ year, month: first, day: second, time }, reading.zone)
    : dateTime({ year, month: second, day: first, time }, reading.zone);
}

type Parts = Record<'year' | 'month' | 'day' | 'time', string | undefined>;

function dateTime(parts: Parts, zone: string): DateTime | undefined {
  const day = { year: Number(parts.year), month: Number(parts.month), day: Number(parts.day) };
  if (!parts.time) return DateTime.fromObject(day, { zone });
  const match = TIME.exec(parts.time);
  if (!match) return undefined;
  const [, clockHour, minute, second = '0', fraction = '', half, offset] = match;
  const hour = hourOf(Number(clockHour), half);
  if (hour === undefined) return undefined;
  const clock = {
    minute: Number(minute),
    second: Number(second),
    millisecond: Number(fraction.padEnd(3, '0')),
  };
  const at = { ...day, ...clock, hour };
  if (!offset) return DateTime.fromObject(at, { zone });
  const from = offset.toUpperCase() === 'Z' ? 'utc' : `utc${offset.slice(0, 3)}:${offset.slice(-2)}`;
  return DateTime.fromObject(at, { zone: from }).setZone(zone);
}

/** There is no 0 and no 13 o'clock am. */
function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
}
