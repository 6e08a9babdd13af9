import { log } from '../db/log.js';
import { accountOf } from '../db/sign-in.js';
import { Refusal } from '../domain/refusal.js';
import { passwordMatches } from '../platform/passwords.js';
import type { ApiDeps } from './deps.js';
import { STRANGER } from './principal.js';
import { tryOnce } from './tries.js';

/** Refuses unless the password is the person's; a person nobody knows gets the same words after the same time. */
export async function provePassword(
  deps: ApiDeps,
  { address }: { address: string },
  claim: { person: string; password: string },
): Promise<void> {
  const { db } = deps;
  let known = false;
  const proven = await tryOnce(deps, { what: 'account', account: claim.person, address }, async () => {
    const account = await accountOf(db, claim.person);
    known = account !== undefined;
    return passwordMatches(account?.passwordHash, claim.password);
  });
  if (proven) return;
  const detail = known ? { person: claim.person } : { known: false };
  await log(db, { actor: STRANGER, action: 'sign_in_failed', detail });
  throw new Refusal('sign_in_failed');
}

const MIN_CHARACTERS = 12;

/** Too short, or one that somebody would guess. */
export const isWeak = (password: string, never: readonly string[]): boolean =>
  [...password.normalize('NFKC')].length < MIN_CHARACTERS || never.includes(password);
