import { Refusal } from '../domain/refusal.js';
import type { ApiDeps } from './deps.js';
import type { Signed } from './principal.js';
import { methodsOf } from './second-factor.js';
import { nowOf } from './session.js';

/** How long a proof of who one is counts as fresh. */
const FRESH_MS = 10 * 60_000;

/**
 * Refuses a weighty deed unless its caller has proven freshly who they are: a session at its sign-in or by a step-up
 * within ten minutes, with a second factor where its person has one; a token by the scope `step_up`. Call it before
 * anything is written.
 */
export async function needStepUp(deps: ApiDeps, person: Signed): Promise<void> {
  const { proof } = person;
  if (proof.by === 'token') {
    if (!proof.stepsUp) throw new Refusal('not_permitted', { right: 'step_up' });
    return;
  }
  if (provenUntil(proof.at) > nowOf(deps)) return;
  const methods = await methodsOf(deps.db, person.id);
  throw new Refusal('step_up_required', { methods: methods.length > 0 ? methods : ['password'] });
}

export const provenUntil = (provenAt: Date): Date => new Date(provenAt.getTime() + FRESH_MS);

/** Refuses a caller who is known by a token: what a person signs in with is theirs to change, in a browser. */
export function needSession(person: Signed): void {
  if (person.proof.by !== 'session') throw new Refusal('session_required');
}
