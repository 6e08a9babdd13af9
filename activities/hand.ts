import type { Tx } from '../db/sql.js';
import type { OrderInHand } from '../db/standing.js';
import type { PolicyVersion } from '../domain/policy.js';

/** An order under its lock, in one transaction, together with the policy in force. */
export interface Hand extends OrderInHand {
  tx: Tx;
  policy: PolicyVersion;
}
