const KEPT = 'oqr.scanner';

/** A name that this browser made up for itself, so that its scans are counted together; it tells nothing of anybody. */
export function deviceName(): string {
  const kept = localStorage.getItem(KEPT);
  if (kept !== null) return kept;
  const made = crypto.randomUUID();
  localStorage.setItem(KEPT, made);
  return made;
}
