const KEPT = 'oqr.offline';

/** Whose scans this device keeps, as long as they are signed in; undefined where nobody took anything along. */
export const offlinePerson = (): string | undefined => localStorage.getItem(KEPT) ?? undefined;

export const keepOfflinePerson = (personId: string): void => localStorage.setItem(KEPT, personId);

/** Drops what a person took along when they sign out; scans that were not sent stay, sealed, until they come back. */
export async function dropOffline(): Promise<void> {
  const personId = offlinePerson();
  if (personId === undefined) return;
  localStorage.removeItem(KEPT);
  await (await import('./store.js')).dropTaken(personId);
}
