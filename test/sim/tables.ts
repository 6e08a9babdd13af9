import type { CaseRow } from '../../db/cases.js';
import type { CodeStatus } from '../../db/codes.js';
import type { LineRow, OrderRow } from '../../db/orders.js';
import type { HeldReview, MessageInHand, OrderInHand } from '../../db/standing.js';
import type { WriteOffRow } from '../../db/write-offs.js';
import type { Fact } from '../../domain/facts.js';

/** The tables of the simulated database, as far as the lifecycle reads and writes them. */

export interface StoredFact extends Fact {
  externalId?: string;
}

/** Everything that is written under an order's lock. Rows are replaced, never changed. */
export interface OrderTables {
  row: OrderRow;
  lines: readonly LineRow[];
  facts: readonly StoredFact[];
  codes: readonly { id: string; issueNo: number; keyId: number; status: CodeStatus }[];
  verifications: readonly NonNullable<OrderInHand['verification']>[];
  reviews: readonly (HeldReview & { materialFact: number })[];
  cases: readonly StoredCase[];
  hops: readonly { id: string; offeredFact: number; status: string }[];
  pauses: readonly { fact: number; resumed: boolean }[];
  writeOffs: readonly Pick<WriteOffRow, 'factNumber' | 'materialFact' | 'verificationId' | 'reviewId'>[];
  files: readonly string[];
  logged: number;
}

export interface StoredCase
  extends Pick<
    CaseRow,
    'id' | 'kind' | 'step' | 'code' | 'blocking' | 'status' | 'attempts' | 'detail' | 'ownerDepartment'
  > {
  /** Every failure that it was opened or kept open for; `code` is the last one. */
  told: readonly string[];
}

export interface StoredMessage extends MessageInHand {
  orderId: string;
  sendingSinceMs: number;
}

export interface Wake {
  id: number;
  orderId: string;
  factNumber: number;
  signal: 'factsRecorded' | 'reviewDecided';
  lane: 'live' | 'bulk';
  dueAtMs: number;
  sends: number;
}

export interface Store {
  orders: Map<string, OrderTables>;
  outbox: Wake[];
  messages: Map<string, StoredMessage>;
  buried: Map<string, string | undefined>;
  answers: Map<string, { requestHash: Buffer; status: number; answer: unknown }>;
  serial: number;
}

export const emptyStore = (): Store => ({
  orders: new Map(),
  outbox: [],
  messages: new Map(),
  buried: new Map(),
  answers: new Map(),
  serial: 0,
});
