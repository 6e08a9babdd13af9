import { log } from '../../db/log.js';
import { endSessionsOf, sessionsOf } from '../../db/open-sessions.js';
import { factorsOf, forgetFactors } from '../../db/second-factors.js';
import { isPerson, lockPerson } from '../../db/staff.js';
import { Refusal } from '../../domain/refusal.js';
import type { Routes } from '../contract/routes.js';
import { iso, isoOrNull } from '../faces.js';
import type { Act, Read } from '../handler.js';
import { idleSince } from '../session.js';
import { needStepUp } from '../step-up.js';

export const show: Read<Routes['showAccess']> = async ({ db }, { params: { personId } }) => {
  if (!(await isPerson(db, personId))) throw new Refusal('person_missing');
  const [factors, sessions] = await Promise.all([factorsOf(db, personId), sessionsOf(db, personId)]);
  return {
    status: 200,
    body: {
      totpSince: isoOrNull(factors.totpSince),
      passkeys: factors.passkeys,
      recoveryCodes: factors.recoveryCodes,
      sessions: sessions.map(({ browser, signedInAt, idleEndsAt }) => ({
        browser,
        signedInAt: iso(signedInAt),
        seenAt: iso(idleSince(idleEndsAt)),
      })),
    },
  };
};

/** Whoever has the phone or key that was lost has no open session either. */
export const reset: Act<Routes['resetFactors']> = async (tx, deps, { params: { personId }, caller }) => {
  await needStepUp(deps, caller.person);
  if (!(await lockPerson(tx, personId))) throw new Refusal('person_missing');
  if (!(await forgetFactors(tx, personId))) throw new Refusal('factor_unknown');
  await endSessionsOf(tx, personId);
  await log(tx, { actor: caller.person.actor, action: 'factors_reset', detail: { person: personId } });
  return { status: 200, body: { reset: true } };
};

export const endAll: Act<Routes['endSessions']> = async (tx, _deps, { params: { personId }, caller }) => {
  if (!(await lockPerson(tx, personId))) throw new Refusal('person_missing');
  const ended = await endSessionsOf(tx, personId);
  const detail = { person: personId, ended };
  await log(tx, { actor: caller.person.actor, action: 'sessions_ended', detail });
  return { status: 200, body: { ended } };
};
