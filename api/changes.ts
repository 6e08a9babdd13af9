import { setTimeout as sleep } from 'node:timers/promises';
import { changesAfter, currentMark, listenToChanges, type Mark, tellChange } from '../db/changes.js';
import { AREAS, type Area, areasOf } from '../domain/changes.js';
import type { ApiDeps } from './deps.js';

/** What became final since some mark; `areas` of a jump too far to read is all of them. */
export interface News {
  mark: Mark;
  areas: ReadonlySet<Area>;
  orderIds: ReadonlySet<string>;
}

export type Watcher = (news: News) => void;

/** What happens in the database, as this process and every other one commits it. */
export interface Changes {
  /** Calls the watcher with what becomes final from the answered mark on; `stop` lets it go. */
  watch(watcher: Watcher, gone: () => void): Promise<{ mark: Mark; stop: () => void }>;
  /** What became final after a mark, as far as it can still be told. */
  after(mark: Mark): Promise<News>;
  /** Tells the other processes, at most once in a while, that something was committed here. */
  tell(): void;
  close(): void;
}

const POLL_MS = 1_000;
/** Changes come in crowds: one look serves all of the last moment. */
const REST_MS = 100;
const AGAIN_MS = 1_000;
const TELL_MS = 20;
const MOST = 2_000;

/** One connection per process listens while somebody watches; a poll once a second makes up for what was not told. */
export function openChanges({ db, log }: Pick<ApiDeps, 'db' | 'log'>): Changes {
  const watchers = new Map<Watcher, () => void>();
  let closed = false;
  let running = false;
  let telling = false;
  let mark: Promise<Mark> | undefined;
  let wake: () => void = () => undefined;
  const wanted = () => watchers.size > 0 && !closed;

  async function look(): Promise<void> {
    for (let full = true; full && wanted(); ) {
      const news = await newsAfter(await (mark ?? currentMark(db)));
      full = news.count === MOST;
      mark = Promise.resolve(news.mark);
      if (news.count > 0) for (const watcher of watchers.keys()) watcher(news);
    }
  }

  async function newsAfter(from: Mark): Promise<News & { count: number }> {
    const found = await changesAfter(db, from, MOST);
    const orderIds = new Set(found.flatMap(({ orderId }) => orderId ?? []));
    const { transactionId, entryId } = found.at(-1) ?? from;
    const areas = new Set(found.flatMap(areasOf));
    return { mark: { transactionId, entryId }, areas, orderIds, count: found.length };
  }

  async function listen(): Promise<void> {
    let lost = false;
    const lose = () => {
      lost = true;
      wake();
    };
    const ear = await listenToChanges(db, { change: () => wake(), lost: lose });
    try {
      while (wanted() && !lost) {
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await look();
        await Promise.race([woken, sleep(POLL_MS, undefined, { ref: false })]);
        await sleep(REST_MS, undefined, { ref: false });
      }
    } finally {
      await ear.giveBack();
    }
  }

  async function keepListening(): Promise<void> {
    running = true;
    while (wanted())
      await listen().catch(async (error: unknown) => {
        if (!wanted()) return;
        log.warn({ err: error }, 'changes: waits for the database');
        await sleep(AGAIN_MS, undefined, { ref: false });
      });
    running = false;
    mark = undefined;
  }

  return {
    watch: async (watcher, gone) => {
      if (closed) gone();
      mark ??= currentMark(db);
      watchers.set(watcher, gone);
      const stop = () => {
        watchers.delete(watcher);
        if (watchers.size === 0) wake();
      };
      try {
        const from = await mark;
        if (!running) void keepListening();
        return { mark: from, stop };
      } catch (error) {
        mark = undefined;
        stop();
        throw error;
      }
    },
    after: async (from) => {
      const news = await newsAfter(from);
      return news.count < MOST ? news : { ...news, mark: await currentMark(db), areas: new Set(AREAS) };
    },
    tell: () => {
      if (telling) return;
      telling = true;
      setTimeout(() => {
        telling = false;
        if (!closed) void tellChange(db).catch(() => undefined);
      }, TELL_MS).unref();
    },
    close: () => {
      closed = true;
      for (const gone of [...watchers.values()]) gone();
      wake();
    },
  };
}
