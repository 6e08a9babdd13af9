import { useSyncExternalStore } from 'react';

/** What is looked for. It may name a person, so it stays on this page: in no address, no history and no storage. */
let sought = { text: '', serial: 0 };
const watchers = new Set<() => void>();

export function seek(text: string): void {
  sought = { text, serial: sought.serial + 1 };
  for (const watcher of watchers) watcher();
}

export const useSought = () => useSyncExternalStore(watch, () => sought);

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
