import { countedBy } from '../db/counting.js';
import { MOST_COUNTED, type ViewList, type ViewQuery } from '../domain/views.js';
import { CASE_ROUTES } from './contract/cases.js';
import { ORDER_ROUTES } from './contract/orders.js';
import { REVIEW_ROUTES } from './contract/reviews.js';
import { STUCK_ROUTES } from './contract/stuck.js';
import type { ApiDeps } from './deps.js';
import type { Signed } from './principal.js';
import type { Caller } from './request.js';
import * as cases from './routes/cases.js';
import * as orders from './routes/orders.js';
import * as reviews from './routes/reviews.js';
import * as stuck from './routes/stuck.js';

type Person = Caller & { person: Signed };
const rest = { params: {}, headers: {}, body: {} };

/** Another order shows no other rows, and this one is counted with least work. */
const UNSORTED = { order: 'due' };

/** What each list takes as its filter, and its first page by one. */
const LISTS = {
  orders: {
    filter: ORDER_ROUTES.listOrders.query,
    page: (deps: ApiDeps, caller: Person, query: ViewQuery) =>
      orders.list(deps, { ...rest, caller, query: ORDER_ROUTES.listOrders.query.parse(query) }),
  },
  reviews: {
    filter: REVIEW_ROUTES.listReviews.query,
    page: (deps: ApiDeps, caller: Person, query: ViewQuery) =>
      reviews.list(deps, { ...rest, caller, query: REVIEW_ROUTES.listReviews.query.parse(query) }),
  },
  cases: {
    filter: CASE_ROUTES.listCases.query,
    page: (deps: ApiDeps, caller: Person, query: ViewQuery) =>
      cases.list(deps, { ...rest, caller, query: CASE_ROUTES.listCases.query.parse(query) }),
  },
  waiting: {
    filter: STUCK_ROUTES.listStuck.query,
    page: (deps: ApiDeps, caller: Person, query: ViewQuery) =>
      stuck.list(deps, {
        ...rest,
        caller,
        query: STUCK_ROUTES.listStuck.query.parse({ ...query, ...UNSORTED }),
      }),
  },
} satisfies Record<ViewList, unknown>;

/** Whether a list takes this as its filter; a page is no filter. */
export function isFilterOf(list: ViewList, query: ViewQuery): boolean {
  if ('cursor' in query || 'limit' in query) return false;
  return LISTS[list].filter.safeParse(query).success;
}

const KEPT_MS = 4_000;
const MOST_KEPT = 5_000;

interface Kept {
  untilMs: number;
  count: Promise<number>;
}
const kept = new WeakMap<ApiDeps['db'], Map<string, Kept>>();

/** How many rows a filter shows to a person, one more than `MOST_COUNTED` at most; asked once in a few seconds. */
export function countOf(deps: ApiDeps, caller: Person, list: ViewList, query: ViewQuery): Promise<number> {
  const known = kept.get(deps.db) ?? new Map<string, Kept>();
  kept.set(deps.db, known);
  const key = JSON.stringify([caller.person.id, list, query]);
  const found = known.get(key);
  if (found && found.untilMs > performance.now()) return found.count;
  if (known.size >= MOST_KEPT) known.clear();
  const count = countedBy(deps.db, MOST_COUNTED + 1, (db) =>
    LISTS[list].page({ ...deps, db }, caller, query),
  );
  known.set(key, { untilMs: performance.now() + KEPT_MS, count });
  count.catch(() => known.delete(key));
  return count;
}
