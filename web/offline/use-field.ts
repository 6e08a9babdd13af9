import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import {
  type Counting,
  countHere,
  type Field,
  fieldOf,
  isOutOfReach,
  scanHere,
  sendQueue,
  takeAlong,
} from './field.js';
import type { Judgement, Pieces, Purpose } from './judge.js';

/** The device as a screen shows it: what is on it, what was scanned last, what went wrong. */
export function useField(person: string) {
  const online = useSyncExternalStore(watchNetwork, () => navigator.onLine);
  const [field, setField] = useState<Field>();
  const [latest, setLatest] = useState<Judgement & { key: string }>();
  const [busy, setBusy] = useState<'take' | 'send'>();
  const [error, setError] = useState<Error>();
  const look = useCallback(async () => setField(await fieldOf(person)), [person]);
  const during = useCallback(
    async (what: 'take' | 'send', deed: () => Promise<void>) => {
      setBusy(what);
      setError(undefined);
      try {
        await deed();
      } catch (told) {
        if (!(what === 'send' && isOutOfReach(told)))
          setError(told instanceof Error ? told : new Error(String(told)));
      } finally {
        setBusy(undefined);
        await look().catch(setError);
      }
    },
    [look],
  );
  const sendNow = useCallback(() => during('send', () => sendQueue(person)), [during, person]);
  useEffect(() => {
    if (online) void sendNow();
    else void look().catch(setError);
  }, [online, sendNow, look]);
  const count = async (text: string, purpose: Purpose): Promise<Counting | undefined> =>
    countHere(person, text, purpose).catch((told) => {
      setError(told instanceof Error ? told : new Error(String(told)));
      return undefined;
    });
  const scan = async (
    text: string,
    what: { purpose: Purpose; counted?: readonly Pieces[] },
  ): Promise<Judgement | undefined> => {
    try {
      const judged = await scanHere(person, text, what);
      if (judged) setLatest({ ...judged, key: crypto.randomUUID() });
      await look();
      if (navigator.onLine) void sendNow();
      return judged;
    } catch (told) {
      setError(told instanceof Error ? told : new Error(String(told)));
      return undefined;
    }
  };
  const take = (name: string) =>
    during('take', async () => {
      await takeAlong(person, name);
      await navigator.storage?.persist?.();
    });
  return { online, field, latest, busy, error, count, scan, take, sendNow, look };
}

function watchNetwork(tell: () => void): () => void {
  window.addEventListener('online', tell);
  window.addEventListener('offline', tell);
  return () => {
    window.removeEventListener('online', tell);
    window.removeEventListener('offline', tell);
  };
}

/** Whether the page opens without the house: its service worker has everything. */
export function useReady(): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let current = true;
    const at = navigator.serviceWorker;
    if (!at) return undefined;
    void at.register('/app/sw.js', { scope: '/app/' }).catch(() => undefined);
    void at.ready.then(() => current && setReady(true));
    return () => {
      current = false;
    };
  }, []);
  return ready;
}
