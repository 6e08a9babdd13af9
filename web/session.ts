/**
 * Who is signed in here. A pasted token lives in this tab alone (sessionStorage); with cookie sessions this file is
 * the only one that changes: `credentials` turns empty and `signIn` becomes a request.
 */

const KEY = 'oqr.token';
const watchers = new Set<() => void>();

/** The headers that say who calls. */
export function credentials(): Record<string, string> {
  const token = sessionStorage.getItem(KEY);
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

export const isSignedIn = (): boolean => sessionStorage.getItem(KEY) !== null;

/** Keeps a token for this tab; what a header cannot carry is no token. */
export function signIn(token: string): boolean {
  if (!/^[\x21-\x7e]{1,512}$/.test(token)) return false;
  sessionStorage.setItem(KEY, token);
  tell();
  return true;
}

export function signedOut(): void {
  if (!isSignedIn()) return;
  sessionStorage.removeItem(KEY);
  tell();
}

export function watchSession(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function tell(): void {
  for (const watcher of watchers) watcher();
}
