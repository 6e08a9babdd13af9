import { ordersWithoutTerms, putTerms, type Untermed } from '../db/searching.js';
import { putNumberTerm, type Unhashed, unhashedNumbers } from '../db/tracking-numbers.js';
import { openCustomer } from '../platform/keys/customer.js';
import { unwrapKey } from '../platform/keys/envelope.js';
import { orderKeyContext } from '../platform/keys/note.js';
import { parcelTerm, termsOf } from '../platform/keys/search-terms.js';
import type { ApiDeps } from './deps.js';
import { openTrackingNo } from './sealing.js';

type Deps = Pick<ApiDeps, 'db' | 'ring' | 'log'>;

const BATCH = 500;
const NOTHING = '00000000-0000-0000-0000-000000000000';

/** Hashes what older orders and parcels are found by, batch by batch beside live work; answers with how many of each. */
export async function backfillTerms(
  deps: Deps,
  stop: AbortSignal,
): Promise<{ orders: number; parcels: number }> {
  const orders = await inBatches(stop, {
    read: (last: Untermed | undefined) => ordersWithoutTerms(deps.db, last?.id ?? NOTHING, BATCH),
    hash: (order) => {
      const customer = openCustomer(deps.ring, order, order);
      return customer && { id: order.id, terms: termsOf(deps.ring, customer) };
    },
    put: (hashed) => putTerms(deps.db, hashed),
  });
  const parcels = await inBatches(stop, {
    read: (last: Unhashed | undefined) =>
      unhashedNumbers(deps.db, last ?? { orderId: NOTHING, fact: 0 }, BATCH),
    hash: (parcel) => {
      const key = unwrapKey(deps.ring, parcel, orderKeyContext(parcel.orderId));
      return { ...parcel, term: parcelTerm(deps.ring, openTrackingNo(key, parcel, parcel.sealed)) };
    },
    put: async (hashed) => {
      for (const parcel of hashed) await putNumberTerm(deps.db, parcel);
    },
  });
  const unreadable = { orders: orders.unreadable, parcels: parcels.unreadable };
  if (unreadable.orders + unreadable.parcels > 0)
    deps.log.warn(unreadable, 'not searchable by customer or parcel');
  return { orders: orders.hashed, parcels: parcels.hashed };
}

interface Hashing<Row, Hashed> {
  /** The rows after the last one; none when there are no more. */
  read(last: Row | undefined): Promise<Row[]>;
  /** Undefined, or an error, where there is nothing to open. */
  hash(row: Row): Hashed | undefined;
  put(hashed: Hashed[]): Promise<void>;
}

/** One row that does not open is no reason to leave out the others. */
async function inBatches<Row, Hashed>(
  stop: AbortSignal,
  { read, hash, put }: Hashing<Row, Hashed>,
): Promise<{ hashed: number; unreadable: number }> {
  const counts = { hashed: 0, unreadable: 0 };
  for (let last: Row | undefined; !stop.aborted; ) {
    const rows = await read(last);
    last = rows.at(-1);
    if (!last) break;
    const hashed = rows.flatMap((row) => {
      try {
        return hash(row) ?? [];
      } catch {
        return [];
      }
    });
    await put(hashed);
    counts.hashed += hashed.length;
    counts.unreadable += rows.length - hashed.length;
  }
  return counts;
}
