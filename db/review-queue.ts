import { OWN_HAND, type ReviewView } from '../domain/review.js';
import { REVIEW_COLUMNS, type ReviewRow } from './reviews.js';
import { type Seeing, withinScope } from './scope.js';
import { type Db, type Page, page, readCursor, row, rows } from './sql.js';

/** The reviewer's queue as it is listed, counted and picked from. */

export interface ReviewFilter {
  view: ReviewView;
  reason?: string;
  amountFromMinor?: number;
  amountToMinor?: number;
  dueFrom?: Date;
  dueTo?: Date;
}

export interface Named {
  id: string;
  name: string;
}

/** Who alone may claim a review now: a person until the return, or any lead. */
export interface Reservation {
  kind: 'handed' | 'escalated';
  to: Named | null;
  by: Named;
  returnAt: string | null;
  /** The return has come: it waits for whoever gave it. */
  returned: boolean;
}

export interface QueuedReview extends Omit<ReviewRow, 'dueAt'> {
  orderNo: string;
  amountMinor: number;
  currency: string;
  /** Working time, of the order's state; null while its clock is paused. */
  dueAt: Date | null;
  pausedAt: Date | null;
  state: string;
  cause: string | null;
  claimedBy: string | null;
  claimedByName: string | null;
  claimExpiresAt: Date | null;
  reservation: Reservation | null;
  readers: Named[];
  decidedBy: Named[];
  reasons: { id: string; expected: string; found: string }[];
  custodian: { kind: string; name: string } | null;
  customerSealed: Buffer | null;
  kekId: string | null;
  wrapped: Buffer | null;
}

/** A desk that was not heard of for so long reads no more. */
const PRESENT_SECONDS = 75;

/** Leases in force, the last of each review. */
const HELD = `select distinct on (review_id) review_id, person_id, expires_at from review_claims
  where expires_at > now() and released_at is null order by review_id, id desc`;

const FROM = `from reviews r join orders o on o.id = r.order_id
  left join (${HELD}) h on h.review_id = r.id
  left join review_handovers x on x.review_id = r.id and x.ended_at is null and r.status = 'open'`;

const named = (person: string): string =>
  `(select json_build_object('id', p.id, 'name', p.display_name) from people p where p.id = ${person})`;

const QUEUED = `${REVIEW_COLUMNS}, o.order_no as "orderNo", o.amount_minor as "amountMinor", o.currency,
  case when r.status = 'open' then o.due_at else r.due_at end as "dueAt", o.paused_at as "pausedAt", o.state, o.cause,
  h.person_id as "claimedBy", h.expires_at as "claimExpiresAt",
  (select display_name from people p where p.id = h.person_id) as "claimedByName",
  case when x.id is not null then json_build_object('kind', x.kind, 'to', ${named('x.to_person')}, 'by', ${named('x.given_by')},
    'returnAt', x.return_at, 'returned', coalesce(x.return_at <= now(), false)) end as reservation,
  (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.display_name) order by p.id), '[]')
   from review_presence s join people p on p.id = s.person_id
   where s.review_id = r.id and s.seen_at > now() - make_interval(secs => ${PRESENT_SECONDS})) as readers,
  (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.display_name) order by d.fact_number), '[]')
   from review_decisions d join people p on p.id = d.person_id
   where d.review_id = r.id and d.withdrawn_at is null) as "decidedBy",
  (select coalesce(json_agg(json_build_object('id', e ->> 'id', 'expected', e ->> 'expected', 'found', e ->> 'found')), '[]')
   from verifications v, jsonb_array_elements(v.evaluation -> 'risks') e
   where v.id = r.verification_id and (e ->> 'met')::boolean) as reasons,
  (select json_build_object('kind', to_kind, 'name', to_name) from hops
   where order_id = o.id and status = 'accepted' order by hop_no desc limit 1) as custodian,
  o.customer_sealed as "customerSealed", k.kek_id as "kekId", k.wrapped`;

const KEYED = `left join data_keys k on k.order_id = o.id and k.purpose = 'pii' and k.wrapped is not null`;

const DECIDED_BY_ME = `exists (select from review_decisions d
  where d.review_id = r.id and d.person_id = :me and d.withdrawn_at is null)`;
const RESERVED = `x.id is not null and (x.return_at is null or x.return_at > now())`;

/** What each view shows; `:me` is whoever asks. */
const SHOWS: Readonly<Record<ReviewView, string>> = {
  open: `r.status = 'open'`,
  mine: `r.status = 'open' and (h.person_id = :me
    or h.person_id is null and (x.to_person = :me and x.return_at > now() or x.given_by = :me and x.return_at <= now()))`,
  unclaimed: `r.status = 'open' and h.person_id is null and not (${RESERVED})`,
  second: `r.status = 'open' and exists (select from review_decisions d where d.review_id = r.id and d.withdrawn_at is null)`,
  today: `r.status = 'open' and o.due_at >= now()
    and (o.due_at at time zone (select zone from calendars))::date = (now() at time zone (select zone from calendars))::date`,
  overdue: `r.status = 'open' and o.due_at < now()`,
  returned: `r.status = 'returned'`,
  done: DECIDED_BY_ME,
  all: 'true',
};

/** Views of what is over begin with the newest. */
const newestFirst = (view: ReviewView): boolean => view === 'returned' || view === 'done' || view === 'all';

const FILTERED = `(:reason::text is null or :reason = any(r.risks))
  and (:amountFromMinor::bigint is null or o.amount_minor >= :amountFromMinor)
  and (:amountToMinor::bigint is null or o.amount_minor <= :amountToMinor)
  and (:dueFrom::timestamptz is null or o.due_at >= :dueFrom) and (:dueTo::timestamptz is null or o.due_at < :dueTo)`;

/** Whoever asks: their id makes the views that are their own. */
type Asking = Seeing & { id: string };

const bindingsOf = (filter: Omit<ReviewFilter, 'view'>, me: string) => ({
  me,
  reason: filter.reason ?? null,
  amountFromMinor: filter.amountFromMinor ?? null,
  amountToMinor: filter.amountToMinor ?? null,
  dueFrom: filter.dueFrom ?? null,
  dueTo: filter.dueTo ?? null,
});

/** A page of a view: what is open oldest first, what is over newest first. */
export async function listReviews(
  db: Db,
  filter: ReviewFilter,
  asked: { person: Asking; limit: number; cursor?: string | undefined },
): Promise<Page<QueuedReview>> {
  const { within, scope } = withinScope(asked.person);
  const back = newestFirst(filter.view);
  const start = back ? 'infinity' : '-infinity';
  const [openedAt, id] = readCursor(asked.cursor) ?? [start, '00000000-0000-0000-0000-000000000000'];
  const order = back ? 'r.opened_at desc, r.id desc' : 'r.opened_at, r.id';
  const found = await rows<QueuedReview>(
    db,
    `select ${QUEUED} ${FROM} ${KEYED}
     where ${SHOWS[filter.view]} and ${FILTERED} and ${within}
       and (r.opened_at, r.id) ${back ? '<' : '>'} (:openedAt::timestamptz, :id::uuid)
     order by ${order} limit :limit`,
    { ...bindingsOf(filter, asked.person.id), ...scope, openedAt, id, limit: asked.limit + 1 },
  );
  return page(found, asked.limit, (last) => [last.openedAt.toISOString(), last.id]);
}

const BADGES = ['open', 'mine', 'unclaimed', 'second', 'today', 'overdue', 'returned', 'done'] as const;
export type ReviewCounts = Record<(typeof BADGES)[number], number>;

/** How many reviews each view has under the same filter. */
export async function countReviews(
  db: Db,
  filter: Omit<ReviewFilter, 'view'>,
  person: Asking,
): Promise<ReviewCounts> {
  const { within, scope } = withinScope(person);
  const bindings = { ...bindingsOf(filter, person.id), ...scope };
  const over = BADGES.filter(newestFirst);
  const open = BADGES.filter((view) => !newestFirst(view));
  const count = (view: ReviewView) => `count(*) filter (where ${SHOWS[view]})::int as ${view}`;
  const [standing, ended] = await Promise.all([
    row<ReviewCounts>(
      db,
      `select ${open.map(count).join(', ')} ${FROM} where r.status = 'open' and ${FILTERED} and ${within}`,
      bindings,
    ),
    row<ReviewCounts>(
      db,
      `select ${over.map(count).join(', ')} from reviews r join orders o on o.id = r.order_id
       where (${over.map((view) => SHOWS[view]).join(' or ')}) and ${FILTERED} and ${within}`,
      bindings,
    ),
  ]);
  if (!standing || !ended) throw new Error('countReviews: nothing counted');
  return { ...standing, ...ended };
}

/** A review as the queue shows it. */
export function queuedReview(db: Db, id: string): Promise<QueuedReview | undefined> {
  return row(db, `select ${QUEUED} ${FROM} ${KEYED} where r.id = :id`, { id });
}

/** Of some reviews, those that a person sees, as the queue shows them. */
export function queuedReviews(db: Db, person: Seeing, ids: readonly string[]): Promise<QueuedReview[]> {
  const { within, scope } = withinScope(person);
  return rows(db, `select ${QUEUED} ${FROM} ${KEYED} where r.id = any(:ids::uuid[]) and ${within}`, {
    ...scope,
    ids: [...ids],
  });
}

/**
 * The review to take next: overdue first, then risk × amount (as its currency writes it) × age; never one that the
 * caller may not review, that somebody else holds, or that waits for the lifecycle or the customer.
 */
export async function nextReview(
  db: Db,
  asked: { person: Asking; hands: readonly string[]; isLead: boolean; except?: string | undefined },
): Promise<string | undefined> {
  const { within, scope } = withinScope(asked.person);
  const found = await row<{ id: string }>(
    db,
    `select r.id ${FROM} where ${within} and r.status = 'open' and o.state = 'pending_review' and o.paused_at is null
       and (h.person_id is null or h.person_id = :me)
       and (not (${RESERVED}) or x.to_person = :me or (x.kind = 'escalated' and :isLead))
       and (:except::uuid is null or r.id <> :except)
       and not exists (select from facts f where f.order_id = r.order_id and f.actor_kind = 'person'
         and (f.actor_id = any(:hands::text[]) or f.on_behalf_of = any(:hands::text[]))
         and f.type = any(:ownHand::text[]))
       and not exists (select from facts f where f.order_id = r.order_id and f.number > o.applied_fact
         and f.type in ('review_approved', 'review_rejected', 'review_returned'))
       and not ${DECIDED_BY_ME}
     order by o.due_at < now() desc nulls last,
       r.reviewers_needed * (1 + cardinality(r.risks)) * o.amount_minor::numeric
         * (3600 + extract(epoch from now() - r.opened_at)) desc, r.opened_at, r.id limit 1`,
    {
      ...scope,
      me: asked.person.id,
      hands: [...asked.hands],
      isLead: asked.isLead,
      except: asked.except ?? null,
      ownHand: [...OWN_HAND],
    },
  );
  return found?.id;
}
