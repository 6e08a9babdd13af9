import { type Note, recordNotes } from '../db/facts.js';
import type { Tx } from '../db/sql.js';
import type { OrderInHand } from '../db/standing.js';

/** An order under its lock, the transaction that holds it, and what a turn is yet to write there. */
export interface Hand extends OrderInHand {
  tx: Tx;
  /** The last of `facts`, which are not written down yet. */
  noted: Note[];
  /** Rows that nothing of the turn reads; they may name facts of `noted`. */
  rows: (() => Promise<unknown>)[];
}

/**
 * Writes down, in one go with what else is asked now, what the turn has come to. The facts are asked for first: rows of the
 * same go may refer to them.
 */
export async function writeDown({ tx, row, facts, noted, now, rows }: Hand): Promise<void> {
  const notes = noted.splice(0);
  const before = facts.length - notes.length;
  await Promise.all([
    notes.length > 0 && recordNotes(tx, row.id, { after: facts[before - 1]?.number ?? 0, at: now, notes }),
    ...rows.splice(0).map((write) => write()),
  ]);
}
