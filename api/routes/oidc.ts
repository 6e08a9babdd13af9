import { personOfIdentity } from '../../db/identities.js';
import { log } from '../../db/log.js';
import { activePerson } from '../../db/people.js';
import { Refusal, type RefusalCode } from '../../domain/refusal.js';
import { holdHalf } from '../between-steps.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import type { InSession } from '../handler.js';
import { oidcAddress, vouchedFor } from '../oidc.js';
import { STRANGER } from '../principal.js';
import { methodsOf } from '../second-factor.js';
import { enter } from './session.js';

export const ask: InSession<Routes['askOidc']> = async (deps, _request, req) => ({
  status: 200,
  body: { address: await oidcAddress(deps, req) },
});

/** A provider's word stands for the password: who has a second factor here still proves it. */
export const answer: InSession<Routes['answerOidc']> = async (deps, { body }, req) => {
  const known = await vouchedFor(deps, req, body.answer);
  if (!known) return refuse(deps, 'sign_in_failed');
  const personId = await personOfIdentity(deps.db, known);
  const person = personId === undefined ? undefined : await activePerson(deps.db, personId);
  if (!person) return refuse(deps, 'identity_not_linked');
  const methods = await methodsOf(deps.db, person.id);
  if (methods.length === 0) return { status: 200, body: await enter(deps, req, person, ['oidc']) };
  await holdHalf(deps, req, person.id);
  return { status: 202, body: { methods } };
};

async function refuse(deps: ApiDeps, code: RefusalCode): Promise<never> {
  await log(deps.db, { actor: STRANGER, action: 'sign_in_failed', detail: { by: 'oidc', code } });
  throw new Refusal(code);
}
