import type { Right } from './people.js';

/** What a row of the operation log means to the screens that show orders, as the areas of the house it touches. */

export const AREAS = ['orders', 'reviews', 'cases', 'waiting'] as const;
export type Area = (typeof AREAS)[number];

/** Who hears of an area: whoever may read its list. */
export const AREA_RIGHT: Readonly<Record<Area, Right>> = {
  orders: 'order.read',
  reviews: 'review.read',
  cases: 'case.read',
  waiting: 'stuck.read',
};

const REVIEW = /review|verification|written_off|cancelled|exception|claim/;
const CASE =
  /case|exception|retry|incident|batch|dispute|late_fact|archived|cancelled|rejected|mismatch|conflicted/;
/** Nobody waits for these. */
const QUIET = /^(scanned|message_|denied|access_|sign_in)/;

/** The areas that an entry touches: too many cost a look, too few would show something old. */
export function areasOf(entry: { action: string; orderId: string | null }): Area[] {
  const { action, orderId } = entry;
  if (action === 'access_denied' || action.startsWith('sign_in')) return [];
  const touched: Record<Area, boolean> = {
    orders: orderId !== null,
    reviews: REVIEW.test(action),
    cases: CASE.test(action),
    waiting: orderId !== null && !QUIET.test(action),
  };
  return AREAS.filter((area) => touched[area]);
}
