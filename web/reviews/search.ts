/** The queue's filter as it stands in the address. */
export const VIEWS = [
  'open',
  'mine',
  'unclaimed',
  'second',
  'today',
  'overdue',
  'returned',
  'done',
  'all',
] as const;
export type View = (typeof VIEWS)[number];

export interface ReviewSearch {
  view?: View | undefined;
  reason?: string | undefined;
  /** Minor units. */
  amountFrom?: string | undefined;
  amountTo?: string | undefined;
  /** Days, as 2026-11-22. */
  dueFrom?: string | undefined;
  dueTo?: string | undefined;
}

/** What of an address is a filter; the rest is left out. */
export function reviewSearch(search: Record<string, unknown>): ReviewSearch {
  const text = (name: string, shape: RegExp) => {
    const value = String(search[name] ?? '');
    return shape.test(value) ? value : undefined;
  };
  return {
    view: VIEWS.find((view) => view === search.view),
    reason: text('reason', /^[a-z0-9_]{1,60}$/),
    amountFrom: text('amountFrom', /^\d{1,15}$/),
    amountTo: text('amountTo', /^\d{1,15}$/),
    dueFrom: text('dueFrom', /^\d{4}-\d\d-\d\d$/),
    dueTo: text('dueTo', /^\d{4}-\d\d-\d\d$/),
  };
}

const DAY_MS = 86_400_000;

/** The filter as the server takes it: days become moments of the browser's zone, the last one included. */
export function queryOf({
  view: _,
  dueFrom,
  dueTo,
  ...rest
}: ReviewSearch): Record<string, string | undefined> {
  const start = (day: string | undefined) => (day === undefined ? Number.NaN : Date.parse(`${day}T00:00`));
  const iso = (atMs: number) => (Number.isNaN(atMs) ? undefined : new Date(atMs).toISOString());
  return { ...rest, dueFrom: iso(start(dueFrom)), dueTo: iso(start(dueTo) + DAY_MS) };
}

/** The filter as a view keeps it; what is open is what the list shows without one. */
export const keptOf = (search: ReviewSearch): Record<string, string | undefined> => ({
  ...queryOf(search),
  view: search.view === 'open' ? undefined : search.view,
});

/** The address of a saved filter: its moments become days of the browser's zone. */
export function addressOf({ dueFrom, dueTo, ...rest }: Record<string, string>): ReviewSearch {
  const day = (moment: string | undefined, byMs: number) => {
    if (moment === undefined) return undefined;
    const at = new Date(Date.parse(moment) + byMs);
    const two = (part: number) => String(part).padStart(2, '0');
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  };
  return reviewSearch({ ...rest, dueFrom: day(dueFrom, 0), dueTo: day(dueTo, -DAY_MS) });
}
