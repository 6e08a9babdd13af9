import type { Customer } from '../../../domain/order.js';
import type { Shift, WorkingCalendar } from '../../../domain/working-time.js';
import { aCalendar } from '../../domain/working-calendar.js';

/** A customer who can be reached twice, and a company that never closes. */

export const openCustomer = (): Customer => ({ ref: 'C-1', name: 'C' });
export const channelsOf = (): ('email' | 'sms')[] => ['email', 'sms'];

const ALWAYS: Shift[] = [0, 1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  ...{ weekday, fromMinute: 0, toMinute: 24 * 60 },
}));

export const openCalendar = (): WorkingCalendar =>
  aCalendar({ shifts: { default: ALWAYS }, holidays: new Set(), makeUpDays: new Set() });

/** Amendments change nothing here but the facts: `amendmentOf` finds none. */
const unused = (): never => {
  throw new Error('the simulated house amends nothing');
};

export { unused as amendedCustomer, unused as openChanges, unused as sealAmended, unused as termsOf };
