import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Address } from './addresses.js';
import { type Answer, type Asked, Refused, send } from './client.js';
import { type Line, orderOf, useLine, useWatchedOrder } from './stream.js';

/** Live data: asked for anew when the server says that it changed, and every few seconds while that line is down. */
const EVERY_MS = 5_000;
/** What no entry of the operation log tells still shows in a while. */
const ON_LINE_MS = 60_000;

const intervalOf = ({ up }: Line): number => (up ? ON_LINE_MS : EVERY_MS);

/** While the line is up and nothing is asked for anew, what was read still holds when the server was last heard. */
const heldUntilMs = (line: Line, query: { dataUpdatedAt: number; isFetching: boolean }): number =>
  line.up && query.dataUpdatedAt > 0 && !query.isFetching
    ? Math.max(query.dataUpdatedAt, line.heardMs)
    : query.dataUpdatedAt;

export interface Live<T> {
  data: T | undefined;
  asOfMs: number;
  error: Error | null;
  /** True when the first answer has been waited for so long that a skeleton helps. */
  slow: boolean;
  again(): void;
}

export function useLive<N extends Address>(
  name: N,
  asked: Asked<N>,
  options: { enabled?: boolean; refetchInterval?: number | false } = {},
): Live<Answer<N>> {
  const line = useLine();
  useWatchedOrder(orderOf(asked));
  const query = useQuery<Answer<N>>({
    queryKey: [name, asked],
    queryFn: ({ signal }) => send(name, asked, { signal }),
    refetchInterval: intervalOf(line),
    ...options,
  });
  return {
    data: query.data,
    asOfMs: heldUntilMs(line, query),
    error: query.error,
    slow: useSlow(query.isPending && query.fetchStatus !== 'idle'),
    again: () => void query.refetch(),
  };
}

type Listed =
  | 'listOrders'
  | 'listReviews'
  | 'listCases'
  | 'listIncidents'
  | 'listStuck'
  | 'listBatches'
  | 'listBatchItems'
  | 'listAccounts'
  | 'listDifferences'
  | 'listScanAlerts';
export type Item<N extends Listed> = Answer<N> extends { items: (infer One)[] } ? One : never;

interface Page<T> {
  items: T[];
  next?: string | undefined;
}

export interface LiveList<T> extends Live<T[]> {
  more: (() => void) | undefined;
  loadingMore: boolean;
}

const PAGE = 50;

/** A list page by page; asked again as a whole while only its first page is shown. */
export function useLiveList<N extends Listed>(
  name: N,
  query: Record<string, string | undefined> = {},
  params?: Record<string, string>,
): LiveList<Item<N>> {
  const line = useLine();
  const found = useInfiniteQuery({
    queryKey: [name, query, params],
    queryFn: ({ pageParam, signal }) => {
      const asked = {
        params,
        query: { limit: PAGE, ...query, ...(pageParam !== '' && { cursor: pageParam }) },
      };
      return send(name, asked as unknown as Asked<N>, { signal }) as Promise<Page<Item<N>>>;
    },
    initialPageParam: '',
    getNextPageParam: (last: Page<Item<N>>) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: (state) => ((state.state.data?.pages.length ?? 0) > 1 ? false : intervalOf(line)),
  });
  const followed = (found.data?.pages.length ?? 0) <= 1;
  return {
    data: found.data?.pages.flatMap((page) => page.items),
    asOfMs: followed ? heldUntilMs(line, found) : found.dataUpdatedAt,
    error: found.error,
    slow: useSlow(found.isPending),
    again: () => void found.refetch(),
    more: found.hasNextPage ? () => void found.fetchNextPage() : undefined,
    loadingMore: found.isFetchingNextPage,
  };
}

const SLOW_MS = 200;

function useSlow(pending: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!pending) return setSlow(false);
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, [pending]);
  return slow;
}

const WAIT_SECONDS = 3;

/** A deed: one key per intent, kept while the outcome is unknown, so that trying again never does it twice. */
export function useDeed<N extends Address>(name: N) {
  const client = useQueryClient();
  const key = useRef<string | undefined>(undefined);
  return useMutation<Answer<N>, Error, Asked<N>>({
    mutationFn: async (asked) => {
      key.current ??= crypto.randomUUID();
      const answer = await send(name, asked, { key: key.current, waitSeconds: WAIT_SECONDS });
      key.current = undefined;
      return answer;
    },
    onSuccess: () => client.invalidateQueries(),
    // What went wrong is told at once: without a connection, looking again would take its time.
    onError: (error) => {
      if (error instanceof Refused && error.status >= 400 && error.status < 500) key.current = undefined;
      void client.invalidateQueries();
    },
  });
}
