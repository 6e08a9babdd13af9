import type { Note } from '../db/facts.js';
import type { AtEnd, Tx } from '../db/sql.js';
import type { OrderInHand } from '../db/standing.js';

/** An order under its lock and the transaction that holds it. */
export interface Hand extends OrderInHand {
  tx: Tx;
  /** For rows that nothing of the turn reads; they may name facts that were noted before. */
  atEnd: AtEnd;
  /** The last of `facts`, which are written down at the end. */
  noted: Note[];
}
