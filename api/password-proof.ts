import { countUnknownScan, log } from '../db/log.js';
import { accountOf, forgetTries, takeTry } from '../db/sign-in.js';
import { Refusal } from '../domain/refusal.js';
import { blindIndex } from '../platform/keys/envelope.js';
import { passwordMatches } from '../platform/passwords.js';
import type { ApiDeps } from './deps.js';
import { addressKey, STRANGER } from './principal.js';

const RETRY_AFTER_SECONDS = 15 * 60;

/** Refuses unless the password is the person's; a person nobody knows gets the same words after the same time. */
export async function provePassword(
  deps: ApiDeps,
  { address }: { address: string },
  claim: { person: string; password: string },
): Promise<void> {
  const { db, ring } = deps;
  const accountKey = blindIndex(ring, 'sign-in/account', claim.person);
  const attempt = await takeTry(db, { accountKey, addressKey: addressKey(deps, 'sign_in', address) });
  if (!attempt) return refuseMore(deps, address);
  const account = await accountOf(db, claim.person);
  if (await passwordMatches(account?.passwordHash, claim.password)) return forgetTries(db, attempt);
  const detail = account ? { person: claim.person } : { known: false };
  await log(db, { actor: STRANGER, action: 'sign_in_failed', detail });
  throw new Refusal('sign_in_failed');
}

/** Logged once per address and minute: a flood must not fill the log. */
async function refuseMore(deps: ApiDeps, address: string): Promise<never> {
  if (await countUnknownScan(deps.db, addressKey(deps, 'sign_in_blocked', address)))
    await log(deps.db, { actor: STRANGER, action: 'sign_in_blocked' });
  throw new Refusal('too_many_requests', { retryAfterSeconds: RETRY_AFTER_SECONDS });
}
