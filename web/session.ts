/**
 * Whether the session that the server knows by its cookie still stands, as far as this page has heard. The cookie
 * itself is out of reach of scripts.
 */
const watchers = new Set<() => void>();
let open = false;
let ended = 0;

export function sessionOpened(): void {
  open = true;
}

/** Tells once that the session is over, however many answers say so. */
export function sessionEnded(): void {
  if (!open) return;
  open = false;
  ended += 1;
  for (const watcher of watchers) watcher();
}

/** How many sessions have ended on this page. */
export const sessionsEnded = (): number => ended;

export function watchSession(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
