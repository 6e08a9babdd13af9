import { dateOf, opensAt, type WorkingCalendar } from './working-time.js';

/** A digest of what is stuck, for those who ask for it (P4.2.2). */

export const DIGEST_PERIODS = ['daily', 'weekly'] as const;
export type DigestPeriod = (typeof DIGEST_PERIODS)[number];

/** Which digest: of a day, or of the week that begins with a Monday. */
export interface DigestOf {
  period: DigestPeriod;
  day: string;
}

/**
 * The digests that a department's working day brings, from its start on: the daily one, and on the first working day of
 * a week the weekly one. Whoever asked for them later than that waits for the next.
 */
export function digestsDue(
  calendar: WorkingCalendar,
  department: string,
  { nowMs, sinceMs }: { nowMs: number; sinceMs: number },
): DigestOf[] {
  const today = calendar.clock.dayOf(nowMs);
  const opensMs = opensAt(calendar, department, today);
  if (opensMs === undefined || nowMs < opensMs || sinceMs > opensMs) return [];
  const monday = today - ((today + 3) % 7);
  const before = Array.from({ length: today - monday }, (_, index) => monday + index);
  const isFirst = before.every((day) => opensAt(calendar, department, day) === undefined);
  return [
    { period: 'daily', day: dateOf(today) },
    ...(isFirst ? [{ period: 'weekly', day: dateOf(monday) } as const] : []),
  ];
}
