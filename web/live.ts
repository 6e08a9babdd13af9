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

/** Live data: asked again every few seconds now; hints pushed by the server can take the place of the interval here. */
const EVERY_MS = 5_000;

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
  options: { enabled?: boolean } = {},
): Live<Answer<N>> {
  const query = useQuery<Answer<N>>({
    queryKey: [name, asked],
    queryFn: ({ signal }) => send(name, asked, { signal }),
    refetchInterval: EVERY_MS,
    ...options,
  });
  return {
    data: query.data,
    asOfMs: query.dataUpdatedAt,
    error: query.error,
    slow: useSlow(query.isPending && query.fetchStatus !== 'idle'),
    again: () => void query.refetch(),
  };
}

type Listed = 'listOrders' | 'listReviews' | 'listCases' | 'listStuck';
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
): LiveList<Item<N>> {
  const found = useInfiniteQuery({
    queryKey: [name, query],
    queryFn: ({ pageParam, signal }) => {
      const asked = { query: { limit: PAGE, ...query, ...(pageParam !== '' && { cursor: pageParam }) } };
      return send(name, asked as unknown as Asked<N>, { signal }) as Promise<Page<Item<N>>>;
    },
    initialPageParam: '',
    getNextPageParam: (last: Page<Item<N>>) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: (state) => ((state.state.data?.pages.length ?? 0) > 1 ? false : EVERY_MS),
  });
  return {
    data: found.data?.pages.flatMap((page) => page.items),
    asOfMs: found.dataUpdatedAt,
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
