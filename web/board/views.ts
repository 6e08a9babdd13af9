import type { Asked } from '../client.js';
import { STATES, type State } from '../states.js';

type Query = NonNullable<Asked<'listStuck'>['query']>;

/** The manager's views of the list: each a question, with the part of the query that asks it. */
export const VIEWS = {
  late: { scope: 'late' },
  save: { scope: 'late', order: 'value' },
  tomorrow: { scope: 'tomorrow' },
  mine: { scope: 'all', person: 'me' },
  watched: { scope: 'all', watched: 'true' },
  held: { scope: 'all', held: 'true' },
  all: { scope: 'all' },
} as const satisfies Record<string, Partial<Query>>;

export type View = keyof typeof VIEWS;
const VIEW_NAMES = Object.keys(VIEWS) as readonly View[];

const TILES = ['issued_today', 'auto_today', 'reviewed_today', 'handovers_open', 'handovers_lost'] as const;
export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export const DEPARTMENTS = [
  'order_desk',
  'sales',
  'customer_service',
  'finance',
  'logistics',
  'review',
  'technology',
  'management',
  'archive',
] as const;

/** What the address of the desk holds; a part that is no longer known is left out. */
export interface BoardSearch {
  view?: View | undefined;
  state?: State | undefined;
  department?: (typeof DEPARTMENTS)[number] | undefined;
  cause?: string | undefined;
  /** The key of a technical cause. */
  fault?: string | undefined;
  person?: string | undefined;
  priority?: (typeof PRIORITIES)[number] | undefined;
  paused?: 'true' | undefined;
  tile?: (typeof TILES)[number] | undefined;
}

export function readBoardSearch(search: Record<string, unknown>): BoardSearch {
  const one = <T extends string>(name: string, known: readonly T[]) =>
    known.find((value) => value === search[name]);
  const text = (name: string, fits: RegExp) => {
    const value = search[name];
    return typeof value === 'string' && fits.test(value) ? value : undefined;
  };
  return {
    view: one('view', VIEW_NAMES),
    state: one('state', STATES),
    department: one('department', DEPARTMENTS),
    cause: text('cause', /^[a-z0-9_]{1,60}$/),
    fault: text('fault', /^[0-9a-f]{16}$/),
    person: text('person', /^[a-z0-9-]{1,40}$/),
    priority: one('priority', PRIORITIES),
    paused: search.paused === 'true' || search.paused === true ? 'true' : undefined,
    tile: one('tile', TILES),
  };
}

/** The query of a view with its filters; a technical fault is one line above, unless it is looked into. */
export function queryOf({ view = 'late', ...filters }: BoardSearch): Record<string, string | undefined> {
  const asked = filters.tile ? { scope: 'all' } : VIEWS[view];
  const given = Object.entries(filters).filter(([, value]) => value !== undefined);
  return { faults: 'grouped', ...asked, ...Object.fromEntries(given) };
}

/** The address of a saved query: the view that asks it, and its filters. */
export function addressOf({ faults: _, ...query }: Record<string, string>): BoardSearch {
  const asked: Record<string, string> = { scope: 'late', ...query };
  const fits = (name: View) => Object.entries(VIEWS[name]).every(([part, value]) => asked[part] === value);
  const [view = 'late'] = VIEW_NAMES.filter(fits).toSorted(
    (one, other) => Object.keys(VIEWS[other]).length - Object.keys(VIEWS[one]).length,
  );
  const own = Object.keys(VIEWS[view]);
  const rest = Object.fromEntries(Object.entries(query).filter(([part]) => !own.includes(part)));
  return { ...readBoardSearch(rest), view: view === 'late' ? undefined : view };
}
