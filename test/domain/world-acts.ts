import { type FactType, lastMaterial, type WorldFact } from '../../domain/facts.js';
import { ledger } from '../../domain/ledger.js';
import { isClosed, mayRequest } from '../../domain/lifecycle.js';
import { mayNotReview } from '../../domain/review.js';
import { aPerson } from './builders.js';
import { openCase, record, standingOf, type World } from './world.js';

/** What people, customers, carriers and the sweeper do to the in-memory world; a refused act changes nothing. */

export type Act =
  | { do: 'pay' | 'refund'; part: number; currency: string; who: string }
  | { do: 'ship'; quantity: number; who: string }
  | { do: 'happen'; type: WorldFact }
  | { do: 'request'; type: FactType }
  | { do: 'decide'; decision: 'approved' | 'rejected' | 'returned'; who: string }
  | { do: 'amend'; amountMinor: number }
  | { do: 'retry' | 'resolve'; who: string }
  | { do: 'watch' | 'expire' | 'purge' | 'break' };

export function act(world: World, one: Act): void {
  switch (one.do) {
    case 'pay':
    case 'refund':
      money(world, one);
      return;
    case 'ship': {
      const lines = [{ lineNo: 1, quantity: one.quantity }];
      record(world, 'shipped', one.quantity ? { lines } : {}, aPerson(one.who));
      return;
    }
    case 'happen':
      record(world, one.type);
      return;
    case 'request':
      request(world, one.type);
      return;
    case 'decide':
      decide(world, one.decision, one.who);
      return;
    case 'amend':
      if (isClosed(world.state)) return;
      world.order = { ...world.order, amountMinor: one.amountMinor };
      record(world, 'order_amended', {}, aPerson('clerk'));
      return;
    case 'retry':
    case 'resolve':
      close(world, one.do === 'retry' ? 'technical' : 'business', one.who);
      return;
    case 'watch':
      watch(world);
      return;
    case 'expire':
      if (['issued', 'dispatched', 'circulating'].includes(world.state)) record(world, 'code_expired');
      return;
    case 'purge':
      if (['archived', 'voided', 'expired'].includes(world.state)) record(world, 'purged');
      return;
    case 'break':
      world.faulty = true;
  }
}

/** Without a part, a payment is exactly what is missing and a refund exactly what is too much. */
function money(world: World, one: Extract<Act, { part: number }>): void {
  const { currency } = one;
  const { dueMinor, paidMinor } = ledger(world.order, world.facts);
  const even = one.do === 'pay' ? dueMinor - paidMinor : paidMinor - dueMinor;
  const amountMinor = one.part ? Math.round((dueMinor * one.part) / 2) : Math.max(0, even);
  const type = one.do === 'pay' ? 'payment_received' : 'payment_refunded';
  record(world, type, { amountMinor, currency }, aPerson(one.who));
}

function request(world: World, type: FactType): void {
  if (!mayRequest(world.state, type)) return;
  record(world, type);
  if (type !== 'order_cancelled') return;
  for (const one of world.cases) one.open = false;
}

function watch(world: World): void {
  if (!mayRequest(world.state, 'watch_set')) return;
  record(world, 'watch_set', {}, aPerson('manager', 'management'));
  world.known = { ...world.known, watched: true };
}

/** A decision is refused without an open review, on old evidence, twice by one person, and by a hand in the order. */
function decide(world: World, decision: 'approved' | 'rejected' | 'returned', who: string): void {
  const review = world.reviews.at(-1);
  if (!review || standingOf(world).review?.decision !== 'open') return;
  if (!mayRequest(world.state, `review_${decision}`) || mayNotReview(world.facts, who)) return;
  if (review.materialFact !== lastMaterial(world.facts)) return;
  if (review.decisions.some((one) => one.personId === who)) return;
  const fact = record(world, `review_${decision}`, {}, aPerson(who, 'review'));
  review.decisions.push({ personId: who, decision, factNumber: fact.number });
  if (decision === 'rejected') openCase(world, { kind: 'business', blocking: true });
}

/** Answers the oldest open case of the kind. */
function close(world: World, kind: 'technical' | 'business', who: string): void {
  const found = world.cases.find((one) => one.open && one.kind === kind);
  if (!found) return;
  found.open = false;
  const actor = aPerson(who, 'technology');
  if (kind === 'technical') {
    world.faulty = false;
    record(world, 'retry_requested', {}, actor);
  } else record(world, 'case_resolved', { materialFact: found.materialFact }, actor);
}
