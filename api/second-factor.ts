import { createSecretKey } from 'node:crypto';
import type { Request } from 'express';
import { log } from '../db/log.js';
import { factorsOf, takeRecoveryCode, takeStep, totpOf } from '../db/second-factors.js';
import type { Db } from '../db/sql.js';
import type { Actor } from '../domain/facts.js';
import { Refusal } from '../domain/refusal.js';
import { unwrapKey, type WrappedKey, wrapKey } from '../platform/keys/envelope.js';
import { recoveryHash } from '../platform/recovery-codes.js';
import { matchingStep } from '../platform/totp.js';
import type { METHODS, SecondProof } from './contract/second-proof.js';
import type { ApiDeps } from './deps.js';
import { assertedPasskey } from './passkeys.js';
import { nowOf } from './session.js';
import { tryOnce } from './tries.js';

export type Method = (typeof METHODS)[number];

/** The second factors that a person has, the best first; none is an answer too. */
export async function methodsOf(db: Db, personId: string): Promise<Method[]> {
  const { totpSince, passkeys, recoveryCodes } = await factorsOf(db, personId);
  const enrolled: Method[] = [
    ...(passkeys > 0 ? (['passkey'] as const) : []),
    ...(totpSince ? (['totp'] as const) : []),
  ];
  return enrolled.length > 0 && recoveryCodes > 0 ? [...enrolled, 'recovery_code'] : enrolled;
}

/** Refuses unless the proof is the person's, and answers by what it was. */
export async function proveSecond(
  deps: ApiDeps,
  req: Request,
  claim: { actor: Actor; address: string; proof: SecondProof },
): Promise<Method> {
  const { actor, address, proof } = claim;
  const by = methodOf(proof);
  const tried = { what: 'second', account: actor.id, address } as const;
  if (await tryOnce(deps, tried, () => proves(deps, req, actor.id, proof))) return by;
  await log(deps.db, { actor, action: 'second_factor_failed', detail: { by } });
  throw new Refusal('second_factor_failed');
}

function methodOf(proof: SecondProof): Method {
  if ('code' in proof) return 'totp';
  return 'passkey' in proof ? 'passkey' : 'recovery_code';
}

async function proves(deps: ApiDeps, req: Request, personId: string, proof: SecondProof): Promise<boolean> {
  if ('code' in proof) return takeCode(deps, personId, proof.code);
  if ('passkey' in proof) return (await assertedPasskey(deps, req, proof.passkey))?.personId === personId;
  return takeRecoveryCode(deps.db, personId, recoveryHash(proof.recoveryCode));
}

/** A code counts once: its time step, and every older one, is used up with it. */
async function takeCode(deps: ApiDeps, personId: string, code: string): Promise<boolean> {
  const factor = await totpOf(deps.db, personId);
  if (!factor?.confirmedAt) return false;
  const step = matchingStep(unwrapKey(deps.ring, factor, totpContext(personId)), code, nowOf(deps));
  return step !== undefined && takeStep(deps.db, { personId, step });
}

/** A shared secret as it is stored: under a key of the ring, for its person alone. */
export const sealTotp = (deps: ApiDeps, personId: string, secret: Buffer): WrappedKey =>
  wrapKey(deps.ring, createSecretKey(secret), totpContext(personId));

/** What a sealed secret is bound to: nobody else's row can hold it. */
export const totpContext = (personId: string): string => `totp:${personId}`;
