/**
 * Everything that can happen to an order, with its flags. `material`: can change a verdict. `wakes`: the lifecycle
 * should look. `late`: contradicts a finished order, so it opens a case when it arrives after the end.
 */

export type FactFamily = 'world' | 'decision' | 'lifecycle';

export interface FactFlags {
  readonly family: FactFamily;
  readonly material: boolean;
  readonly wakes: boolean;
  readonly late: boolean;
}

const world = (flags: Partial<FactFlags>): FactFlags => ({
  family: 'world',
  material: true,
  wakes: true,
  late: true,
  ...flags,
});
const decision = (flags: Partial<FactFlags> = {}): FactFlags => ({
  family: 'decision',
  material: false,
  wakes: true,
  late: false,
  ...flags,
});
const lifecycle: FactFlags = { family: 'lifecycle', material: false, wakes: false, late: false };

export const FACTS = {
  payment_received: world({}),
  payment_refunded: world({}),
  payment_mismatch: world({}),
  picked: world({ material: false, late: false }),
  packed: world({ material: false, late: false }),
  shipped: world({}),
  delivered: world({ late: false }),
  service_completed: world({}),
  customer_confirmed: world({ late: false }),
  dispute_opened: world({}),
  dispute_closed: world({ late: false }),
  message_delivered: world({ material: false, late: false }),
  message_failed: world({ material: false, late: false }),
  message_received: world({ material: false, late: false }),
  message_bounced: world({ material: false, late: false }),
  scanned: world({ material: false, wakes: false, late: false }),
  scan_conflicted: world({ material: false, late: false }),
  proof_code_asked: world({ material: false, late: false }),
  customer_proven: world({ material: false, wakes: false, late: false }),
  misuse_reported: world({ material: false, late: false }),

  order_entered: decision(),
  order_amended: decision({ material: true }),
  order_cancelled: decision({ material: true }),
  code_requested: decision(),
  reissue_requested: decision({ material: true }),
  code_voided: decision(),
  credit_approved: decision({ material: true }),
  transfer_offered: decision(),
  transfer_accepted: decision(),
  transfer_refused: decision(),
  review_claimed: decision({ wakes: false }),
  review_approved: decision(),
  review_rejected: decision(),
  review_returned: decision(),
  review_withdrawn: decision(),
  review_handed_over: decision({ wakes: false }),
  review_escalated: decision({ wakes: false }),
  customer_asked: decision(),
  evidence_supplied: decision({ material: true }),
  retry_requested: decision(),
  retry_scheduled: decision(),
  skip_requested: decision({ wakes: false }),
  skip_confirmed: decision(),
  skip_refused: decision({ wakes: false }),
  case_given_up: decision(),
  amendment_proposed: decision({ wakes: false }),
  amendment_refused: decision(),
  customer_contacted: decision({ wakes: false }),
  progress_told: decision(),
  case_resolved: decision({ material: true }),
  watch_set: decision(),
  clock_paused: decision(),
  clock_resumed: decision(),
  nudged: decision({ wakes: false }),
  reassigned: decision(),
  priority_set: decision(),
  budget_extended: decision(),
  escalated: decision(),
  order_held: decision(),
  order_released: decision(),
  explanation_asked: decision({ wakes: false }),
  explained: decision({ wakes: false }),
  resend_requested: decision(),
  code_forwarded: decision(),

  code_issued: lifecycle,
  code_dispatched: lifecycle,
  circulation_started: lifecycle,
  verification_started: lifecycle,
  verification_deferred: lifecycle,
  verification_passed: lifecycle,
  verification_failed: lifecycle,
  review_opened: lifecycle,
  written_off: lifecycle,
  exception_opened: lifecycle,
  exception_closed: lifecycle,
  transfer_timed_out: lifecycle,
  code_expired: lifecycle,
  late_fact: lifecycle,
  archived: lifecycle,
  purged: lifecycle,
} as const satisfies Record<string, FactFlags>;

export type FactType = keyof typeof FACTS;
export type WorldFact =
  | 'payment_received'
  | 'payment_refunded'
  | 'payment_mismatch'
  | 'picked'
  | 'packed'
  | 'shipped'
  | 'delivered'
  | 'service_completed'
  | 'customer_confirmed'
  | 'dispute_opened'
  | 'dispute_closed'
  | 'message_delivered'
  | 'message_failed'
  | 'message_received'
  | 'message_bounced'
  | 'scanned'
  | 'scan_conflicted'
  | 'proof_code_asked'
  | 'customer_proven'
  | 'misuse_reported';

export const FACT_TYPES = Object.keys(FACTS) as readonly FactType[];

/** Who did it: a person of the company, a system (import, webhook, the lifecycle), or the customer. */
export interface Actor {
  kind: 'person' | 'system' | 'customer';
  id: string;
  department?: string;
  /** The person who was away and whose roles the actor stood in with (P6.1.3). */
  onBehalfOf?: string;
}

/** Everybody whose hand a deed counts as: who did it, and the person they stood in for. */
export const handsOf = ({ id, onBehalfOf }: Pick<Actor, 'id' | 'onBehalfOf'>): string[] =>
  onBehalfOf === undefined ? [id] : [id, onBehalfOf];

export type FactSource = 'api' | 'import' | 'webhook' | 'lifecycle' | 'queue';
export const FACT_SOURCES = [
  'api',
  'import',
  'webhook',
  'lifecycle',
  'queue',
] as const satisfies readonly FactSource[];

/** One line of an order's history. `detail` holds nothing personal. */
export interface Fact {
  number: number;
  type: FactType;
  happenedAt: Date;
  recordedAt: Date;
  actor: Actor;
  source: FactSource;
  detail: FactDetail;
}

/** The parts of a fact's detail that rules and the fold read; other keys are carried along unread. */
export interface FactDetail {
  amountMinor?: number;
  currency?: string;
  lines?: readonly { lineNo: number; quantity: number }[];
  issueNo?: number;
  to?: string;
  caseId?: string;
  reviewId?: string;
  messageId?: string;
  materialFact?: number;
  of?: number;
  reason?: string;
  [key: string]: unknown;
}

export const isMaterial = (fact: Pick<Fact, 'type'>): boolean => FACTS[fact.type].material;
export const wakes = (fact: Pick<Fact, 'type'>): boolean => FACTS[fact.type].wakes;

const OWN_NEWS: readonly FactType[] = [
  'message_delivered',
  'message_failed',
  'message_received',
  'message_bounced',
];

/** What became of our own messages: nothing that the world did with the order. */
export const isOwnNews = ({ type }: Pick<Fact, 'type'>): boolean => OWN_NEWS.includes(type);

/** The number of the last fact that can change a verdict; 0 when there is none. */
export function lastMaterial(facts: readonly Pick<Fact, 'type' | 'number'>[]): number {
  return facts.reduce((last, fact) => (isMaterial(fact) ? Math.max(last, fact.number) : last), 0);
}
