import { FACTS, type Fact, type FactType, isOwnNews, lastMaterial, wakes } from './facts.js';
import { reissuesDue } from './reissue.js';

/**
 * The state of an order's code: one table, state × fact → state. An empty cell leaves the state as it is for a fact
 * that may happen at any time, and is a refusal for a request. Check constraints, buttons and diagrams follow it.
 */

export const STATES = [
  'entered',
  'requested',
  'issued',
  'dispatched',
  'circulating',
  'verifying',
  'pending_review',
  'exception',
  'written_off',
  'archived',
  'voided',
  'expired',
  'purged',
] as const;
export type State = (typeof STATES)[number];

/** `origin`: the state named in the fact's own detail (`to`), one of those an exception may return to. */
type Move = State | 'origin';

const OPEN: Partial<Record<FactType, Move>> = { exception_opened: 'exception', order_cancelled: 'voided' };

export const MOVES: Readonly<Record<State, Partial<Record<FactType, Move>>>> = {
  entered: { code_requested: 'requested', order_cancelled: 'voided' },
  requested: { ...OPEN, code_issued: 'issued' },
  issued: {
    ...OPEN,
    code_dispatched: 'dispatched',
    circulation_started: 'circulating',
    code_expired: 'expired',
  },
  dispatched: { ...OPEN, circulation_started: 'circulating', code_expired: 'expired' },
  circulating: { ...OPEN, verification_started: 'verifying', code_expired: 'expired' },
  verifying: {
    ...OPEN,
    verification_started: 'verifying',
    verification_deferred: 'circulating',
    review_opened: 'pending_review',
    written_off: 'written_off',
  },
  pending_review: {
    ...OPEN,
    verification_started: 'verifying',
    circulation_started: 'circulating',
    written_off: 'written_off',
  },
  exception: { exception_closed: 'origin', order_cancelled: 'voided' },
  written_off: { archived: 'archived' },
  archived: { purged: 'purged' },
  voided: { purged: 'purged' },
  expired: { code_issued: 'issued', purged: 'purged' },
  purged: {},
};

const isState = (text: unknown): text is State => (STATES as readonly unknown[]).includes(text);

/** The state after a fact; a fact without a cell leaves it. */
export function move(state: State, fact: Pick<Fact, 'type' | 'detail'>): State {
  const target = MOVES[state][fact.type];
  if (target !== 'origin') return target ?? state;
  return RETURNS.find((returned) => returned === fact.detail.to) ?? 'verifying';
}

/** The states that an exception may return to. */
const RETURNS: readonly State[] = [
  'requested',
  'issued',
  'dispatched',
  'circulating',
  'verifying',
  'pending_review',
];

/** The state that a history leads to. */
export function fold(facts: readonly Pick<Fact, 'type' | 'detail'>[]): State {
  return facts.reduce<State>((state, fact) => move(state, fact), 'entered');
}

const FINAL: readonly State[] = ['archived', 'voided', 'expired', 'purged'];
const CLOSED: readonly State[] = ['written_off', ...FINAL];

/** No lifecycle is needed any more; a new fact wakes one only to be recorded as late. */
export const atRest = (state: State): boolean => FINAL.includes(state);
/** Facts that contradict the outcome are late from here on. */
export const isClosed = (state: State): boolean => CLOSED.includes(state);
/** Whether a request of this type is allowed in this state; world facts are never refused for state (domain: facts). */
export function mayRequest(state: State, type: FactType): boolean {
  return (REQUESTABLE[type] ?? []).includes(state);
}

const ISSUED: readonly State[] = [
  'issued',
  'dispatched',
  'circulating',
  'verifying',
  'pending_review',
  'exception',
];
const BEFORE_WRITE_OFF: readonly State[] = ['entered', 'requested', ...ISSUED];

const REQUESTABLE: Partial<Record<FactType, readonly State[]>> = {
  code_requested: ['entered'],
  order_cancelled: BEFORE_WRITE_OFF,
  reissue_requested: [...ISSUED, 'expired'],
  code_voided: ISSUED,
  credit_approved: BEFORE_WRITE_OFF,
  transfer_offered: ISSUED,
  transfer_accepted: ISSUED,
  transfer_refused: ISSUED,
  review_claimed: ['pending_review'],
  review_approved: ['pending_review'],
  review_rejected: ['pending_review'],
  review_returned: ['pending_review'],
  review_withdrawn: ['pending_review'],
  review_handed_over: ['pending_review'],
  review_escalated: ['pending_review'],
  customer_asked: ['pending_review'],
  evidence_supplied: ISSUED,
  watch_set: BEFORE_WRITE_OFF,
  clock_paused: BEFORE_WRITE_OFF,
  clock_resumed: BEFORE_WRITE_OFF,
  nudged: BEFORE_WRITE_OFF,
  reassigned: BEFORE_WRITE_OFF,
  priority_set: BEFORE_WRITE_OFF,
  budget_extended: BEFORE_WRITE_OFF,
  escalated: BEFORE_WRITE_OFF,
  order_held: BEFORE_WRITE_OFF,
  order_released: BEFORE_WRITE_OFF,
  explanation_asked: BEFORE_WRITE_OFF,
  explained: BEFORE_WRITE_OFF,
  resend_requested: ISSUED,
  code_forwarded: ISSUED,
  amendment_proposed: BEFORE_WRITE_OFF,
  amendment_refused: BEFORE_WRITE_OFF,
  order_amended: BEFORE_WRITE_OFF,
};

/** What an order's lifecycle does next. `wait`: for a fact or a person. `rest`: nothing any more. */
export type Step =
  | 'issue'
  | 'dispatch'
  | 'verify'
  | 'review'
  | 'write_off'
  | 'archive'
  | 'settle'
  | 'wait'
  | 'rest';

/** An order as the lifecycle sees it: the record, not a memory of it. */
export interface Standing {
  state: State;
  appliedFact: number;
  facts: readonly Fact[];
  messages: { wanted: boolean; prepared: boolean };
  blockingCases: number;
  /** An open technical case in a state that cannot become an exception: the step waits for its retry. */
  stalled: boolean;
  verified?: {
    materialFact: number;
    factNumber: number;
    verdict: 'pass' | 'not_yet' | 'fail';
    reviewers: number;
  };
  review?: { decision: 'open' | 'approved' | 'rejected' | 'returned' };
}

/** A lifecycle fact that is due from the record alone, without any deed. */
export interface DueFact {
  type: FactType;
  detail: Fact['detail'];
}

/**
 * What has become true and only needs writing down, at most one at a time; undefined when all is written. The caller
 * records it, moves the state and asks again.
 */
export function due(order: Standing): DueFact | undefined {
  const { state } = order;
  if (isClosed(state)) return dueAfterTheEnd(order);
  if (order.blockingCases > 0 && MOVES[state].exception_opened)
    return { type: 'exception_opened', detail: { from: state } };
  if (state === 'exception' && order.blockingCases === 0)
    return { type: 'exception_closed', detail: { to: origin(order) } };
  if (state === 'issued' && has(order, 'message_delivered', afterIssue(order)))
    return { type: 'code_dispatched', detail: {} };
  if ((state === 'issued' || state === 'dispatched') && circulates(order))
    return { type: 'circulation_started', detail: {} };
  if (state === 'pending_review' && order.review?.decision === 'returned' && !moreEvidence(order)) {
    return { type: 'circulation_started', detail: { reason: 'review_returned' } };
  }
  return undefined;
}

/** The next deed of an order with nothing due. */
export function next(order: Standing): Step {
  const { state } = order;
  if (due(order)) return 'settle';
  if (state === 'expired' && reissueDue(order)) return order.stalled ? 'wait' : 'issue';
  if (atRest(state)) return 'rest';
  if (state === 'written_off') return order.stalled ? 'wait' : 'archive';
  if (state === 'entered' || state === 'exception') return 'wait';
  if (state === 'requested' || reissueDue(order)) return 'issue';
  if (order.messages.wanted && !order.messages.prepared) return 'dispatch';
  if (state === 'verifying') return passed(order) ? afterPass(order) : 'verify';
  if (state === 'pending_review') return afterReview(order);
  if (state === 'circulating') return moreEvidence(order) ? 'verify' : 'wait';
  return 'wait';
}

function dueAfterTheEnd(order: Standing): DueFact | undefined {
  const noted = new Set(
    order.facts.filter((fact) => fact.type === 'late_fact').map((fact) => fact.detail.of),
  );
  const end = order.facts.findLast((fact) => ENDINGS.includes(fact.type))?.number ?? 0;
  const late = order.facts.find(
    (fact) => fact.number > end && FACTS[fact.type].late && !noted.has(fact.number),
  );
  return late && { type: 'late_fact', detail: { of: late.number, what: late.type } };
}

const ENDINGS: readonly FactType[] = ['written_off', 'order_cancelled', 'code_expired'];

/** Where an exception returns to: where it came from, or to verification when a person's answer may change the verdict. */
function origin(order: Standing): State {
  const opened = order.facts.findLast((fact) => fact.type === 'exception_opened');
  const resolved = order.facts.findLast((fact) => fact.type === 'case_resolved')?.number ?? 0;
  const from = opened && isState(opened.detail.from) ? opened.detail.from : 'verifying';
  const judged: readonly State[] = ['verifying', 'pending_review'];
  return judged.includes(from) && resolved > (opened?.number ?? 0) ? 'verifying' : from;
}

/** A waking world fact, a transfer or a credit, other than the news of our own message. */
function circulates(order: Standing): boolean {
  return order.facts.some((fact) => {
    if (isOwnNews(fact) || !wakes(fact)) return false;
    return (
      FACTS[fact.type].family === 'world' ||
      fact.type === 'transfer_offered' ||
      fact.type === 'credit_approved'
    );
  });
}

const afterIssue = (order: Standing): number =>
  order.facts.findLast((fact) => fact.type === 'code_issued')?.number ?? 0;

const has = (order: Standing, type: FactType, after: number): boolean =>
  order.facts.some((fact) => fact.type === type && fact.number > after);

const reissueDue = (order: Standing): boolean => reissuesDue(order.facts) > 0;

/** A material fact that no verification has seen. */
const moreEvidence = (order: Standing): boolean =>
  lastMaterial(order.facts) > (order.verified?.materialFact ?? 0);

/** Acts of people that may change who must review, though not the verdict: a pass from before them counts no more. */
const MAY_CHANGE_RISK: readonly FactType[] = ['case_resolved', 'watch_set', 'retry_requested'];

/** The last verification passed, on all there is, and nobody has done anything since that a risk rule looks at. */
function passed(order: Standing): boolean {
  const act = order.facts.findLast((fact) => MAY_CHANGE_RISK.includes(fact.type))?.number ?? 0;
  const { verified } = order;
  return verified?.verdict === 'pass' && !moreEvidence(order) && verified.factNumber > act;
}

const afterPass = (order: Standing): Step => (order.verified?.reviewers === 0 ? unlessHeld(order) : 'review');

function afterReview(order: Standing): Step {
  if (moreEvidence(order)) return 'verify';
  return order.review?.decision === 'approved' ? unlessHeld(order) : 'wait';
}

/** Nothing is written off while it is held (P4.2.3). */
const unlessHeld = (order: Standing): Step => (isHeld(order.facts) ? 'wait' : 'write_off');

/** A manager has put the order on hold and not released it. */
export function isHeld(facts: readonly Pick<Fact, 'type'>[]): boolean {
  const last = facts.findLast((fact) => fact.type === 'order_held' || fact.type === 'order_released');
  return last?.type === 'order_held';
}

/** Every rule and person is satisfied, and only the hold stands before the write-off. */
export function heldBack(order: Standing): boolean {
  if (!isHeld(order.facts) || moreEvidence(order)) return false;
  if (order.state === 'verifying') return passed(order) && order.verified?.reviewers === 0;
  return order.state === 'pending_review' && order.review?.decision === 'approved';
}
