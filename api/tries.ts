import { countUnknownScan, log } from '../db/log.js';
import { forgetTries, takeTry } from '../db/sign-in.js';
import { Refusal } from '../domain/refusal.js';
import { blindIndex } from '../platform/keys/envelope.js';
import type { ApiDeps } from './deps.js';
import { addressKey, STRANGER } from './principal.js';

const RETRY_AFTER_SECONDS = 15 * 60;

/** What is tried: a password, a second factor, a passkey; each account has its own few tries of each. */
export interface Tried {
  what: 'account' | 'second' | 'passkey';
  account: string;
  address: string;
}

/** Tries a proof once: refused when account or address has no try left; one that succeeds gives its place back. */
export async function tryOnce(
  deps: ApiDeps,
  { what, account, address }: Tried,
  proves: () => Promise<boolean>,
): Promise<boolean> {
  const { db, ring } = deps;
  const accountKey = blindIndex(ring, `sign-in/${what}`, account);
  const attempt = await takeTry(db, { accountKey, addressKey: addressKey(deps, 'sign_in', address) });
  if (!attempt) return refuseMore(deps, address);
  if (!(await proves())) return false;
  await forgetTries(db, attempt);
  return true;
}

/** Logged once per address and minute: a flood must not fill the log. */
async function refuseMore(deps: ApiDeps, address: string): Promise<never> {
  if (await countUnknownScan(deps.db, addressKey(deps, 'sign_in_blocked', address)))
    await log(deps.db, { actor: STRANGER, action: 'sign_in_blocked' });
  throw new Refusal('too_many_requests', { retryAfterSeconds: RETRY_AFTER_SECONDS });
}
