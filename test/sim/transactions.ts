import { deviates } from './deviation.js';
import type { OrderTables } from './tables.js';
import type { Process, Seat, Transaction, World } from './world.js';

/** Transactions and their locks: what one writes is seen by itself alone until it commits. */

export function begin({ world, process }: Seat): Transaction {
  const tx: Transaction = {
    ...{ world, process, drafts: new Map(), messages: new Map(), held: new Set(), failed: false },
    ...{ atCommit: [], atRollback: [] },
  };
  process.open.add(tx);
  return tx;
}

export const isOpen = (tx: Transaction): boolean => tx.process.open.has(tx);

export function commit(tx: Transaction): void {
  const { store } = tx.world;
  for (const [id, draft] of tx.drafts) store.orders.set(id, draft);
  for (const [id, message] of tx.messages) store.messages.set(id, message);
  for (const act of tx.atCommit) act();
  end(tx);
  tx.world.committed([...tx.drafts.keys()]);
}

export function rollBack(tx: Transaction): void {
  const { store } = tx.world;
  if (deviates('half_rolled_back'))
    for (const [id, { facts, row }] of tx.drafts) {
      const kept = store.orders.get(id);
      if (kept) store.orders.set(id, { ...kept, facts, row: { ...kept.row, factCount: row.factCount } });
    }
  for (const act of tx.atRollback) act();
  end(tx);
}

function end(tx: Transaction): void {
  tx.process.open.delete(tx);
  for (const key of tx.held) release(tx.world, key);
}

/** Nothing of a killed process goes on, and what it had not committed never was. */
export function kill(process: Process): void {
  process.alive = false;
  for (const tx of [...process.open]) rollBack(tx);
}

/** The draft of an order that nobody else has in hand; undefined when there is no such order. */
export async function lockedDraft(tx: Transaction, orderId: string): Promise<OrderTables | undefined> {
  const known = tx.drafts.get(orderId);
  if (known) return known;
  await lock(tx, `order ${orderId}`);
  const stored = tx.world.store.orders.get(orderId);
  if (!stored) return undefined;
  const draft = { ...stored };
  tx.drafts.set(orderId, draft);
  return draft;
}

/** Waits until nobody else holds the key; it is held until the transaction ends. */
export async function lock(tx: Transaction, key: string): Promise<void> {
  if (deviates('no_lock')) return;
  const { locks } = tx.world;
  const held = locks.get(key);
  if (held?.holder === tx) return;
  if (held) return new Promise((go) => held.waiting.push({ tx, go }));
  locks.set(key, { holder: tx, waiting: [] });
  tx.held.add(key);
}

function release({ locks, clock }: World, key: string): void {
  const held = locks.get(key);
  const next = held?.waiting.find(({ tx }) => isOpen(tx));
  if (!held || !next) {
    locks.delete(key);
    return;
  }
  held.waiting = held.waiting.slice(held.waiting.indexOf(next) + 1);
  held.holder = next.tx;
  next.tx.held.add(key);
  clock.after(0, () => {
    if (next.tx.process.alive) next.go();
  });
}
