import type { FactDetail, FactSource, FactType } from '../../domain/facts.js';
import type { State } from '../../domain/lifecycle.js';

/** Where effects land, as it is when everything has come to rest. */
export interface World {
  orders: readonly LandedOrder[];
  /** How often a message reached the outside world, by its id. */
  arrivals: ReadonlyMap<string, number>;
  /** Personal data or secrets that were found where they must not be. */
  leaks: readonly string[];
  /** What the ten invariants of `npm run verify` say. */
  violations: readonly string[];
}

export interface LandedOrder {
  id: string;
  orderNo: string;
  state: State;
  factCount: number;
  amountMinor: number;
  facts: readonly LandedFact[];
  writeOffs: number;
  messages: readonly { id: string; channel: string; status: string }[];
  wakeUps: number;
  blockingCases: number;
  /** Lifecycle runs that are open. */
  runs: number;
}

export interface LandedFact {
  number: number;
  type: FactType;
  source: FactSource;
  externalId: string | null;
  actorId: string;
  detail: FactDetail;
}
