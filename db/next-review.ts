import { OWN_HAND } from '../domain/review.js';
import { type Asking, DECIDED_BY_ME, LEASED, RESERVED } from './review-queue.js';
import { withinScope } from './scope.js';
import { type Db, row } from './sql.js';

/** What the reviewer's queue is picked from. */

/**
 * The review to take next: overdue first, then risk × amount (as its currency writes it) × age; never one that the
 * caller may not review, that somebody else holds, or that waits for the lifecycle or the customer.
 */
export async function nextReview(
  db: Db,
  asked: { person: Asking; hands: readonly string[]; isLead: boolean; except?: string | undefined },
): Promise<string | undefined> {
  const { within, scope } = withinScope(asked.person);
  const bindings = {
    ...scope,
    me: asked.person.id,
    hands: [...asked.hands],
    isLead: asked.isLead,
    except: asked.except ?? null,
    ownHand: [...OWN_HAND],
  };
  for (const due of [OVERDUE, NOT_OVERDUE]) {
    for (const most of LOOKED_AT) {
      const found = await row<{ id: string }>(db, nextOf(within, due), { ...bindings, most });
      if (found) return found.id;
    }
  }
  return undefined;
}

/** Hardly anybody may take none of so few; only for whom that is so more are looked at, and at last all. */
const LOOKED_AT = [50, 500, null] as const;

const OVERDUE = 'order_due_at < now()';
const NOT_OVERDUE = '(order_due_at >= now() or order_due_at is null)';
const AGE = `(3600 + date_part('epoch', now() - opened_at))`;

/**
 * Weighs what is open, and looks at the heaviest one by one until one may be taken: `offset 0` keeps it from looking at all.
 * What is among the heaviest is at least as heavy as the last of them is when only the largest weights are looked at; so
 * nothing counts whose weight could not come to that at the age of the oldest, nor what is too young to come to it at the
 * largest weight (both rounded down a little): among many of one weight the index leaps to the oldest of them. That weights
 * end somewhere tells the planner that few are between: it would start workers for them, which takes longer than they do.
 */
const nextOf = (within: string, due: string): string => `
  with oldest as materialized (
    select max(${AGE}) as age from (select opened_at from reviews where status = 'open' order by opened_at, id limit 1) one
  ), largest as materialized (
    select weight, opened_at from reviews where status = 'open' and ${due} order by weight desc, opened_at limit :most::int * 10
  ), bound as materialized (
    select min(heaviness) * 0.999999 as heaviness from (
      select weight * ${AGE} as heaviness from largest order by 1 desc limit :most::int
    ) as heaviest having count(*) = :most::int
  ), youngest as materialized (
    select now() - make_interval(secs => heaviness / nullif((select max(weight) from largest), 0) - 3600) as opened_at from bound
  )
  select id from (
    select id from reviews where status = 'open' and ${due}
      and weight >= coalesce((select heaviness from bound), 0) / (select age from oldest) and weight <= 'infinity'
      and opened_at <= coalesce((select opened_at from youngest), 'infinity')
      and weight * ${AGE} >= coalesce((select heaviness from bound), 0)
    order by weight * ${AGE} desc, opened_at, id limit :most::int
  ) as heaviest where exists (
    select from reviews r join orders o on o.id = r.order_id
      left join review_handovers x on x.review_id = r.id and x.ended_at is null
    where r.id = heaviest.id and ${within} and o.state = 'pending_review' and o.paused_at is null
      and not exists (select from review_claims c where c.review_id = r.id and c.person_id <> :me and ${LEASED})
      and (not (${RESERVED}) or x.to_person = :me or (x.kind = 'escalated' and :isLead))
      and (:except::uuid is null or r.id <> :except)
      and not exists (select from facts f where f.order_id = r.order_id and f.actor_kind = 'person'
        and (f.actor_id = any(:hands::text[]) or f.on_behalf_of = any(:hands::text[]))
        and f.type = any(:ownHand::text[]))
      and not exists (select from facts f where f.order_id = r.order_id and f.number > o.applied_fact
        and f.type in ('review_approved', 'review_rejected', 'review_returned'))
      and not ${DECIDED_BY_ME}
    offset 0)
  limit 1`;
