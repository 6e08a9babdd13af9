import { describe, expect, test } from '@jest/globals';
import { type DateReading, openDateReader, slashOrderOf } from '../../intake/dates.js';
import { RowRefused } from '../../intake/refusals.js';

const read = (text: string, reading: Partial<DateReading> = {}) =>
  openDateReader('date', { zone: 'Asia/Shanghai', ...reading })(text);

function refusal(text: string, reading: Partial<DateReading> = {}): string {
  try {
    return read(text, reading);
  } catch (error) {
    return error instanceof RowRefused ? error.fault.code : 'other';
  }
}

describe('dates', () => {
  test.each([
    '2024-05-06',
    '2024-5-6',
    '2024/5/6',
    '2024.05.06',
    '2024年5月6日',
    '20240506',
    '6.5.2024',
    '06.05.2024',
    '2024-05-06 00:00',
    '2024-05-06T00:00:00.000',
    '2024-05-05T16:00:00Z',
    '2024/05/06 12:00:00 AM',
    '2024-05-06 02:00:00 +10:00',
  ])('%s is midnight of 6 May 2024 in Shanghai', (text) => {
    expect(read(text)).toBe('2024-05-06T00:00:00.000+08:00');
  });

  test('reads the clock, fractions and afternoon', () => {
    expect(read('2024-05-06 13:45:07.25')).toBe('2024-05-06T13:45:07.250+08:00');
    expect(read('2024年5月6日 1:45 pm')).toBe('2024-05-06T13:45:00.000+08:00');
  });

  test('keeps to the zone and to a format when given', () => {
    expect(read('2024-07-01', { zone: 'Europe/Berlin' })).toBe('2024-07-01T00:00:00.000+02:00');
    expect(read('05/06/24', { format: 'MM/dd/yy' })).toBe('2024-05-06T00:00:00.000+08:00');
    expect(refusal('2024-05-06', { format: 'MM/dd/yy' })).toBe('date_unreadable');
  });

  test.each([
    '2024-02-30',
    '2024-13-01',
    '24-05-06',
    '45000',
    'today',
    '2024-05-06 25:00',
    '2024-05-06 13:00 pm',
    '1524-01-01',
    '6.5.24',
  ])('refuses %s', (text) => {
    expect(refusal(text)).toBe('date_unreadable');
  });

  test('tells day and month apart from the other dates of the column', () => {
    expect(slashOrderOf(['05/06/2024', '13/06/2024'])).toBe('day_first');
    expect(slashOrderOf(['05/06/2024', '06/13/2024', ''])).toBe('month_first');
    expect(slashOrderOf(['05/06/2024', '06/07/2024'])).toBe('ambiguous');
    expect(slashOrderOf(['13/06/2024', '06/13/2024'])).toBe('ambiguous');
    expect(slashOrderOf(['2024-05-06', '99/99/2024'])).toBe('undecided');
  });

  test('a slashed date takes the column’s order, and alone only when it leaves no doubt', () => {
    expect(read('05/06/2024', { slashOrder: 'day_first' })).toBe('2024-06-05T00:00:00.000+08:00');
    expect(read('05/06/2024', { slashOrder: 'month_first' })).toBe('2024-05-06T00:00:00.000+08:00');
    expect(refusal('13/06/2024', { slashOrder: 'month_first' })).toBe('date_unreadable');
    expect(read('13/06/2024')).toBe('2024-06-13T00:00:00.000+08:00');
    expect(refusal('05/06/2024')).toBe('date_ambiguous');
  });

  test('reads a date again as it did before', () => {
    const reader = openDateReader('date', { zone: 'Asia/Shanghai' });
    const days = Array.from(
      { length: 5_000 },
      (_, at) => `${1980 + (at % 40)}-01-${10 + (Math.floor(at / 40) % 15)}`,
    );
    const first = days.map(reader);
    expect(days.map(reader)).toEqual(first);
    expect(first[41]).toBe('1981-01-11T00:00:00.000+08:00');
  });
});
