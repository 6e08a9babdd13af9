import { ordersWithoutTerms, putTerms, type Untermed } from '../db/searching.js';
import { openCustomer } from '../platform/keys/customer.js';
import { termsOf } from '../platform/keys/search-terms.js';
import type { ApiDeps } from './deps.js';

const BATCH = 500;
const NOTHING = '00000000-0000-0000-0000-000000000000';

/** Hashes what older orders are found by, batch by batch beside live work; answers with how many were read. */
export async function backfillTerms(
  deps: Pick<ApiDeps, 'db' | 'ring' | 'log'>,
  stop: AbortSignal,
): Promise<number> {
  let read = 0;
  let unreadable = 0;
  for (let after = NOTHING; !stop.aborted; ) {
    const orders = await ordersWithoutTerms(deps.db, after, BATCH);
    const last = orders.at(-1);
    if (!last) break;
    const entries = orders.flatMap((order) => {
      const terms = termsOrNone(deps, order);
      return terms ? [{ id: order.id, terms }] : [];
    });
    await putTerms(deps.db, entries);
    read += entries.length;
    unreadable += orders.length - entries.length;
    after = last.id;
  }
  if (unreadable > 0) deps.log.warn({ orders: unreadable }, 'orders not searchable by customer');
  return read;
}

/** One order that does not open is no reason to leave out the others. */
function termsOrNone({ ring }: Pick<ApiDeps, 'ring'>, order: Untermed): Buffer[] | undefined {
  try {
    const customer = openCustomer(ring, order, order);
    return customer && termsOf(ring, customer);
  } catch {
    return undefined;
  }
}
