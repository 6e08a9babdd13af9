import { randomUUID } from 'node:crypto';
import type { CaughtMessage, Channel, Incoming } from './caught.js';
import { type DeliveryLine, openDeliveryIndex, readDeliveryIndex } from './delivery-index.js';

const CAPACITY = 5_000;
const CAPACITY_BYTES = 64 * 1024 * 1024;

export interface InboxOptions {
  /** Where the index of arrivals is kept; without it the inbox forgets them when it closes. */
  readonly dir?: string;
  readonly capacity?: number;
  readonly capacityBytes?: number;
}

export type ArrivalCounts = Readonly<Record<Channel, { arrivals: number; duplicates: number }>>;

export interface Inbox {
  keep(incoming: Incoming): void;
  list(): CaughtMessage[];
  find(id: string): CaughtMessage | undefined;
  counts(): ArrivalCounts;
  close(): void;
}

/** The newest messages in memory, up to a number and a weight; the count of arrivals on disk. */
export function openInbox({ dir, capacity = CAPACITY, capacityBytes = CAPACITY_BYTES }: InboxOptions): Inbox {
  const kept = new Map<string, CaughtMessage>();
  const arrivals = countArrivals(dir === undefined ? [] : readDeliveryIndex(dir));
  const index = dir === undefined ? undefined : openDeliveryIndex(dir);
  let keptBytes = 0;
  return {
    keep(incoming) {
      const { channel, deliveryId, sizeBytes } = incoming;
      const at = new Date().toISOString();
      const duplicate = arrivals.isKnown(channel, deliveryId);
      const line = { channel, id: deliveryId, at, sizeBytes, duplicate };
      index?.append(line);
      arrivals.add(line);
      if (channel === 'sms' && duplicate) return;
      const message = { ...incoming, id: randomUUID(), at, duplicate };
      kept.set(message.id, message);
      keptBytes += sizeBytes;
      for (const oldest of kept.values()) {
        if (kept.size <= capacity && keptBytes <= capacityBytes) break;
        kept.delete(oldest.id);
        keptBytes -= oldest.sizeBytes;
      }
    },
    list: () => [...kept.values()],
    find: (id) => kept.get(id),
    counts: arrivals.counts,
    close: () => index?.close(),
  };
}

/** Counts go on from the index after a restart, so a repeat is still seen as one. */
function countArrivals(before: readonly DeliveryLine[]) {
  const known = new Set<string>();
  const none = () => ({ arrivals: 0, duplicates: 0 });
  const counts = { email: none(), sms: none(), push: none() };
  const add = ({ channel, id, duplicate }: DeliveryLine) => {
    counts[channel].arrivals += 1;
    if (duplicate) counts[channel].duplicates += 1;
    if (id !== null) known.add(`${channel} ${id}`);
  };
  before.forEach(add);
  return {
    add,
    isKnown: (channel: Channel, id: string | null) => id !== null && known.has(`${channel} ${id}`),
    counts: (): ArrivalCounts => structuredClone(counts),
  };
}
