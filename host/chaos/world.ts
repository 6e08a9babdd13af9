import type { FactDetail, FactSource, FactType } from '../../domain/facts.js';
import type { State } from '../../domain/lifecycle.js';
import type { PaymentState, Provider } from '../../domain/payment.js';

/** Where effects land, as it is when everything has come to rest. */
export interface World {
  orders: readonly LandedOrder[];
  /** The simulated providers' own ledger. */
  trades: readonly LandedTrade[];
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
  payments: readonly { outTradeNo: string; state: PaymentState }[];
  refunds: readonly { outRefundNo: string; amountMinor: number; state: string }[];
  wakeUps: number;
  blockingCases: number;
  /** Lifecycle runs that are open. */
  runs: number;
}

/** A payment as its provider keeps it. */
export interface LandedTrade {
  provider: Provider;
  outTradeNo: string;
  tradeNo: string;
  amountMinor: number;
  state: 'open' | 'paid' | 'closed';
  refunds: readonly { outRefundNo: string; amountMinor: number }[];
}

export interface LandedFact {
  number: number;
  type: FactType;
  source: FactSource;
  externalId: string | null;
  actorId: string;
  detail: FactDetail;
}
