import type { Tx } from '../db/sql.js';
import type { OrderInHand } from '../db/standing.js';

/** An order under its lock and the transaction that holds it. */
export interface Hand extends OrderInHand {
  tx: Tx;
}
