import type { Query, QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';

/** The line on which the server says which areas changed; while it is down, what is shown is asked for every few seconds. */
export interface Line {
  up: boolean;
  /** When the server was last heard: until then, nothing that was not told had changed. */
  heardMs: number;
}

const PATH = '/events';
const AGAIN_MS = 10_000;
/** Changes come in crowds: the first is shown soon, the rest together. */
const SOON_MS = 300;
const REST_MS = 1_500;

const watchers = new Set<() => void>();
const orders = new Map<string, number>();
const told = new Set<string>();
let line: Line = { up: false, heardMs: 0 };
let source: EventSource | undefined;
let client: QueryClient | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;
let waiting = false;

/** Listens while somebody is signed in and looks at the page; answers with what hangs up. */
export function openStream(queries: QueryClient): () => void {
  client = queries;
  const look = () => (document.visibilityState === 'visible' ? dial() : hangUp());
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    document.removeEventListener('visibilitychange', look);
    client = undefined;
    hangUp();
  };
}

export const useLine = (): Line => useSyncExternalStore(watch, () => line);

/** Has the server say of each change whether it touched the order that is shown. */
export function useWatchedOrder(orderNo: string | undefined): void {
  useEffect(() => {
    if (orderNo === undefined) return undefined;
    count(orderNo, 1);
    return () => count(orderNo, -1);
  }, [orderNo]);
}

function count(orderNo: string, by: 1 | -1): void {
  const before = shownOrder();
  const now = (orders.get(orderNo) ?? 0) + by;
  if (now > 0) orders.set(orderNo, now);
  else orders.delete(orderNo);
  if (source && shownOrder() !== before) dial();
}

const shownOrder = (): string | undefined => [...orders.keys()].at(-1);

function dial(): void {
  hangUp();
  if (!client) return;
  const orderNo = shownOrder();
  const opened = new EventSource(
    orderNo === undefined ? PATH : `${PATH}?${new URLSearchParams({ order: orderNo })}`,
  );
  source = opened;
  let missed = line.heardMs > 0;
  opened.addEventListener('beat', () => {
    if (missed) tell(EVERYTHING);
    missed = false;
    heard();
  });
  opened.addEventListener('changed', ({ data }: MessageEvent<string>) => changed(data));
  opened.addEventListener('error', () => {
    set({ ...line, up: false });
    if (opened.readyState === EventSource.CLOSED && source === opened) retry = setTimeout(dial, AGAIN_MS);
  });
}

function hangUp(): void {
  clearTimeout(retry);
  source?.close();
  source = undefined;
  if (line.up) set({ ...line, up: false });
}

function heard(): void {
  set({ up: true, heardMs: told.size > 0 ? line.heardMs : Date.now() });
}

interface Changed {
  areas: string[];
  order?: string;
}

function changed(data: string): void {
  const { areas, order }: Changed = JSON.parse(data);
  tell(order === undefined ? areas : [...areas, 'order']);
}

/** What a new line may not have heard of. */
const EVERYTHING = ['orders', 'order', 'reviews', 'cases', 'waiting'];

function tell(areas: readonly string[]): void {
  for (const area of areas) told.add(area);
  if (waiting) return;
  waiting = true;
  setTimeout(flush, SOON_MS);
}

function flush(): void {
  const areas = new Set(told);
  told.clear();
  void client?.invalidateQueries({ predicate: (query) => shows(query, areas) }).then(() => heard());
  setTimeout(() => {
    waiting = false;
    if (told.size > 0) tell([]);
  }, REST_MS);
}

/** Which queries show an area, by the names of their routes. */
const AREAS: readonly (readonly [RegExp, string])[] = [
  [/view/i, 'views'],
  [/review/i, 'reviews'],
  [/case|cause|incident|batch/i, 'cases'],
  [/stuck|board|flow|desk|radar|notice/i, 'waiting'],
];

/** What the query shows may have changed; a list that was read on to further pages stays as it is until it is asked for. */
function shows({ queryKey, state }: Query, areas: ReadonlySet<string>): boolean {
  const [name, asked] = queryKey;
  if (pagesOf(state.data) > 1) return false;
  const [, area = orderOf(asked) === undefined ? 'orders' : 'order'] =
    AREAS.find(([names]) => names.test(String(name))) ?? [];
  return area === 'views' ? areas.size > 0 : areas.has(area);
}

const pagesOf = (data: unknown): number =>
  typeof data === 'object' && data !== null && 'pages' in data && Array.isArray(data.pages)
    ? data.pages.length
    : 1;

/** The order that a request names, if it names one. */
export function orderOf(asked: unknown): string | undefined {
  if (typeof asked !== 'object' || asked === null || !('params' in asked)) return undefined;
  const { params } = asked;
  if (typeof params !== 'object' || params === null || !('orderNo' in params)) return undefined;
  return String(params.orderNo);
}

function set(now: Line): void {
  line = now;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
