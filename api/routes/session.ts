import type { Request } from 'express';
import { log } from '../../db/log.js';
import { activePerson } from '../../db/people.js';
import { accountOf, changePassword, handedOutAccounts } from '../../db/sign-in.js';
import { Refusal } from '../../domain/refusal.js';
import { hashPassword } from '../../platform/passwords.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import type { InSession } from '../handler.js';
import { provePassword } from '../password-proof.js';
import { mustChange, type Signed, signedAs } from '../principal.js';
import { endSession, type OpenSession, openSession, proveSession, sessionOf } from '../session.js';
import { provenUntil } from '../step-up.js';

export const signIn: InSession<Routes['signIn']> = async (deps, { body, caller }, req) => {
  await provePassword(deps, caller, body);
  const person = await activePerson(deps.db, body.person);
  if (!person) throw new Refusal('sign_in_failed');
  const opened = await openSession(deps, req, person.id);
  const signed = signedAs(person, { by: 'session', at: opened.provenAt });
  await log(deps.db, { actor: signed.actor, action: 'signed_in' });
  return { status: 200, body: await viewOf(deps, signed, opened) };
};

export const door: InSession<Routes['showDoor']> = async (deps, { caller: { person } }, req) => {
  const opened = sessionOf(deps, req);
  const demo = deps.config.demo ?? false;
  return {
    status: 200,
    body: {
      session: person && opened ? await viewOf(deps, person, opened) : null,
      demo,
      people: demo ? await handedOutAccounts(deps.db) : [],
    },
  };
};

export const stepUp: InSession<Routes['stepUp']> = async (deps, { body, caller }, req) => {
  const { person } = caller;
  await provePassword(deps, caller, { person: person.id, password: body.password });
  await log(deps.db, { actor: person.actor, action: 'stepped_up', detail: { by: 'password' } });
  await proveSession(deps, req);
  return { status: 200, body: await viewOf(deps, person, sessionOf(deps, req)) };
};

export const show: InSession<Routes['showSession']> = async (deps, { caller: { person } }, req) => ({
  status: 200,
  body: await viewOf(deps, person, sessionOf(deps, req)),
});

export const signOut: InSession<Routes['signOut']> = async (deps, { caller: { person } }, req) => {
  await log(deps.db, { actor: person.actor, action: 'signed_out' });
  await endSession(req);
  return { status: 200, body: { signedOut: true } };
};

export const change: InSession<Routes['changePassword']> = async (deps, { body, caller }, req) => {
  const { person } = caller;
  const { password, newPassword } = body;
  await provePassword(deps, caller, { person: person.id, password });
  if (isWeak(newPassword, [password, person.id])) throw new Refusal('password_weak');
  const passwordHash = await hashPassword(newPassword);
  await deps.db.transaction(async (tx) => {
    await changePassword(tx, { personId: person.id, passwordHash });
    await log(tx, { actor: person.actor, action: 'password_changed' });
  });
  return { status: 200, body: await viewOf(deps, person, await goOn(deps, person, req)) };
};

const MIN_CHARACTERS = 12;

const isWeak = (password: string, never: readonly string[]): boolean =>
  [...password.normalize('NFKC')].length < MIN_CHARACTERS || never.includes(password);

/** A caller in a session keeps one; a caller with a token gets none. */
async function goOn(deps: ApiDeps, person: Signed, req: Request): Promise<OpenSession | undefined> {
  return sessionOf(deps, req) && openSession(deps, req, person.id);
}

async function viewOf(deps: ApiDeps, person: Signed, opened: OpenSession | undefined) {
  const { id, displayName, department, roles, rights } = person;
  const account = opened && (await accountOf(deps.db, id));
  return {
    ...{ id, displayName, department, roles: [...roles], rights: [...rights] },
    mustChangePassword: mustChange(deps, account),
    ...(opened && {
      endsAt: opened.endsAt.toISOString(),
      provenUntil: provenUntil(opened.provenAt).toISOString(),
    }),
  };
}
