import type { ReviewView } from '../domain/review.js';
import { REVIEW_COLUMNS, type ReviewRow } from './reviews.js';
import { type Seeing, withinScope } from './scope.js';
import { type Db, type Page, page, readCursor, row, rows } from './sql.js';

/** The reviewer's queue as it is listed and counted. */

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

export const LEASED = 'expires_at > now() and released_at is null';
/** Leases in force, the last of each review. */
const HELD = `select distinct on (review_id) review_id, person_id, expires_at from review_claims
  where ${LEASED} order by review_id, id desc`;

const BESIDE = `left join (${HELD}) h on h.review_id = r.id
  left join review_handovers x on x.review_id = r.id and x.ended_at is null and r.status = 'open'`;
const FROM = `from reviews r join orders o on o.id = r.order_id ${BESIDE}`;

const named = (person: string): string =>
  `(select json_build_object('id', p.id, 'name', p.display_name) from people p where p.id = ${person})`;

const QUEUED = `${REVIEW_COLUMNS}, o.order_no as "orderNo", o.amount_minor as "amountMinor", o.currency,
  case when r.status = 'open' then r.order_due_at else r.due_at end as "dueAt", o.paused_at as "pausedAt", o.state, o.cause,
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

export const DECIDED_BY_ME = `exists (select from review_decisions d
  where d.review_id = r.id and d.person_id = :me and d.withdrawn_at is null)`;
export const RESERVED = `x.id is not null and (x.return_at is null or x.return_at > now())`;
/** Few at any time, whoever asks: what somebody holds or was given. */
const IN_HANDS = `r.id in (select review_id from review_claims where ${LEASED}
  union select review_id from review_handovers where ended_at is null)`;
const TODAY_ENDS = `(select ((now() at time zone zone)::date + 1)::timestamp at time zone zone from calendars)`;

const OPEN = `r.status = 'open'`;

/** What each view shows; `:me` is whoever asks. */
const SHOWS: Readonly<Record<ReviewView, string>> = {
  open: OPEN,
  mine: `r.status = 'open' and ${IN_HANDS} and (h.person_id = :me
    or h.person_id is null and (x.to_person = :me and x.return_at > now() or x.given_by = :me and x.return_at <= now()))`,
  unclaimed: `r.status = 'open' and r.id not in (select review_id from review_claims where ${LEASED})
    and r.id not in (select review_id from review_handovers where ended_at is null and (return_at is null or return_at > now()))`,
  second: `r.status = 'open' and r.reviewers_needed > 1 and r.decided`,
  today: `r.status = 'open' and r.order_due_at >= now() and r.order_due_at < ${TODAY_ENDS}`,
  overdue: `r.status = 'open' and r.order_due_at < now()`,
  returned: `r.status = 'returned'`,
  done: DECIDED_BY_ME,
  all: 'true',
};

/** Views of what is over begin with the newest; what is due today goes by when. */
const OVER: readonly ReviewView[] = ['returned', 'done', 'all'];
const keyOf = (view: ReviewView) => (view === 'today' ? 'order_due_at' : 'opened_at');

const FILTERED = `(:reason::text is null or r.risks @> array[:reason::text])
  and (:amountFromMinor::bigint is null or r.amount_minor >= :amountFromMinor)
  and (:amountToMinor::bigint is null or r.amount_minor <= :amountToMinor)
  and (:dueFrom::timestamptz is null or r.order_due_at >= :dueFrom) and (:dueTo::timestamptz is null or r.order_due_at < :dueTo)`;

/** Whoever asks: their id makes the views that are their own. */
export type Asking = Seeing & { id: string };

const bindingsOf = (filter: Omit<ReviewFilter, 'view'>, me: string) => ({
  me,
  reason: filter.reason ?? null,
  amountFromMinor: filter.amountFromMinor ?? null,
  amountToMinor: filter.amountToMinor ?? null,
  dueFrom: filter.dueFrom ?? null,
  dueTo: filter.dueTo ?? null,
});

/** A page of a view: its reviews are chosen first, by themselves, and what the queue shows of them is read then. */
export async function listReviews(
  db: Db,
  filter: ReviewFilter,
  asked: { person: Asking; limit: number; cursor?: string | undefined },
): Promise<Page<QueuedReview>> {
  const key = keyOf(filter.view);
  const [compared, direction] = OVER.includes(filter.view) ? ['<', 'desc'] : ['>', 'asc'];
  const after = readCursor(asked.cursor);
  const rare = await rareBy(db, filter.reason);
  const { from, where, scope } = shownBy(filter.view, asked.person, rare);
  const further = after ? `and (r.${key}, r.id) ${compared} (:afterKey::timestamptz, :afterId::uuid)` : '';
  const found = await rows<QueuedReview & { sortKey: Date }>(
    db,
    `with chosen as materialized (
       select r.id as chosen_id, r.${key} as sort_key ${from} where ${where} ${further}
       order by r.${key} ${direction}, r.id ${direction} limit :limit
     )
     select ${QUEUED}, chosen.sort_key as "sortKey" ${FROM} ${KEYED} join chosen on chosen.chosen_id = r.id
     order by chosen.sort_key ${direction}, r.id ${direction} limit :limit`,
    {
      ...{ ...bindingsOf(filter, asked.person.id), ...scope, limit: asked.limit + 1 },
      ...(after && { afterKey: after[0], afterId: after[1] }),
    },
  );
  const { next } = page(found, asked.limit, (last) => [last.sortKey.toISOString(), last.id]);
  const items = found.slice(0, asked.limit).map(({ sortKey: _, ...review }) => review);
  return { items, ...(next !== undefined && { next }) };
}

/** So many open reviews are found sooner by their reason than by walking the queue. */
const MOST_RARE = 1_000;

/**
 * The open reviews with a reason, when they are few: PostgreSQL takes a reason that it has seldom seen for a common one and
 * would read the whole queue for them.
 */
async function rareBy(db: Db, reason: string | undefined): Promise<string[] | undefined> {
  if (reason === undefined) return undefined;
  const found = await rows<{ id: string }>(
    db,
    `select id from reviews where status = 'open' and risks @> array[:reason::text] limit :most`,
    { reason, most: MOST_RARE + 1 },
  );
  return found.length > MOST_RARE ? undefined : found.map(({ id }) => id);
}

/** Which reviews a view shows to a person, with only the tables that it takes to tell. */
function shownBy(view: ReviewView, person: Asking, rare: readonly string[] | undefined) {
  const { within, scope } = withinScope(person);
  const few = rare && SHOWS[view].startsWith(OPEN) ? 'and r.id = any(:rare::uuid[])' : '';
  const orders = within === 'true' ? '' : 'join orders o on o.id = r.order_id';
  const beside = /\b[hx]\./.test(SHOWS[view]) ? BESIDE : '';
  return {
    from: `from reviews r ${orders} ${beside}`,
    where: `${SHOWS[view]} and ${FILTERED} and ${within} ${few}`,
    scope: { ...scope, ...(few !== '' && { rare: [...(rare ?? [])] }) },
  };
}

const BADGES = ['open', 'mine', 'unclaimed', 'second', 'today', 'overdue', 'returned', 'done'] as const;
export type ReviewCounts = Record<(typeof BADGES)[number], number>;

/** How many reviews each view has under the same filter, each up to `most`. */
export async function countReviews(
  db: Db,
  filter: Omit<ReviewFilter, 'view'>,
  person: Asking,
  most: number,
): Promise<ReviewCounts> {
  const rare = await rareBy(db, filter.reason);
  const shown = BADGES.map((view) => ({ view, ...shownBy(view, person, rare) }));
  const counts = shown.map(({ view, from, where }) => {
    return `(select count(*)::int from (select ${from} where ${where} limit :most) shown) as ${view}`;
  });
  const counted = await row<ReviewCounts>(db, `select ${counts.join(', ')}`, {
    ...{ ...bindingsOf(filter, person.id), ...Object.assign({}, ...shown.map(({ scope }) => scope)), most },
  });
  if (!counted) throw new Error('countReviews: nothing counted');
  return counted;
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
