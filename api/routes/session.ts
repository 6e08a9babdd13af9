import type { Request } from 'express';
import { log } from '../../db/log.js';
import { activePerson, type PersonAtWork } from '../../db/people.js';
import { accountOf, changePassword, handedOutAccounts } from '../../db/sign-in.js';
import { Refusal } from '../../domain/refusal.js';
import { hashPassword } from '../../platform/passwords.js';
import { halfOf, holdHalf } from '../between-steps.js';
import type { Routes } from '../contract/routes.js';
import type { SecondProof } from '../contract/second-proof.js';
import type { ApiDeps } from '../deps.js';
import type { InSession } from '../handler.js';
import { askAssertion, assertedPasskey } from '../passkeys.js';
import { isWeak, provePassword } from '../password-proof.js';
import { actorOf, mustChange, type Signed, STRANGER, signedAs, stoodInFor } from '../principal.js';
import { relyingParty } from '../relying-party.js';
import { type Method, methodsOf, proveSecond } from '../second-factor.js';
import { endSession, type OpenSession, openSession, proveSession, sessionOf } from '../session.js';
import { provenUntil } from '../step-up.js';
import { tryOnce } from '../tries.js';

export const signIn: InSession<Routes['signIn']> = async (deps, { body, caller }, req) => {
  await provePassword(deps, caller, body);
  const person = await activePerson(deps.db, body.person);
  if (!person) throw new Refusal('sign_in_failed');
  const methods = await methodsOf(deps.db, person.id);
  if (methods.length === 0) return { status: 200, body: await enter(deps, req, person, ['password']) };
  await holdHalf(deps, req, person.id);
  return { status: 202, body: { methods } };
};

export const secondStep: InSession<Routes['takeSecondStep']> = async (deps, { body, caller }, req) => {
  const half = halfOf(deps, req);
  const person = half === undefined ? undefined : await activePerson(deps.db, half);
  if (!person) throw new Refusal('second_step_missing');
  const { address } = caller;
  const by = await proveSecond(deps, req, { actor: actorOf(person), address, proof: body });
  return { status: 200, body: await enter(deps, req, person, ['password', by]) };
};

export const askSignature: InSession<Routes['askAssertion']> = async (deps, { caller: { person } }, req) => ({
  status: 200,
  body: { ...(await askAssertion(deps, req, person?.id ?? halfOf(deps, req))) },
});

export const byPasskey: InSession<Routes['signInByPasskey']> = async (deps, { body, caller }, req) => {
  const { address } = caller;
  let person: PersonAtWork | undefined;
  const tried = { what: 'passkey', account: body.passkey.id, address } as const;
  await tryOnce(deps, tried, async () => {
    const passkey = await assertedPasskey(deps, req, body.passkey);
    person = passkey && (await activePerson(deps.db, passkey.personId));
    return person !== undefined;
  });
  if (person) return { status: 200, body: await enter(deps, req, person, ['passkey']) };
  await log(deps.db, { actor: STRANGER, action: 'sign_in_failed', detail: { by: 'passkey' } });
  throw new Refusal('sign_in_failed');
};

/** Opens the session of a person who has proven enough. */
export async function enter(deps: ApiDeps, req: Request, person: PersonAtWork, by: (Method | 'oidc')[]) {
  const opened = await openSession(deps, req, person.id);
  const signed = signedAs(person, { by: 'session', at: opened.provenAt });
  await log(deps.db, { actor: signed.actor, action: 'signed_in', detail: { by } });
  return viewOf(deps, signed, opened);
}

export const door: InSession<Routes['showDoor']> = async (deps, { caller: { person } }, req) => {
  const opened = sessionOf(deps, req);
  const demo = deps.config.demo ?? false;
  return {
    status: 200,
    body: {
      session: person && opened ? await viewOf(deps, person, opened) : null,
      passkeys: relyingParty(deps, req) !== undefined,
      oidc: deps.config.oidc ? { name: deps.config.oidc.name } : null,
      demo,
      people: demo ? await handedOutAccounts(deps.db) : [],
    },
  };
};

export const stepUp: InSession<Routes['stepUp']> = async (deps, { body, caller }, req) => {
  const { person } = caller;
  const by = await proveOnceMore(deps, req, caller, body);
  await log(deps.db, { actor: person.actor, action: 'stepped_up', detail: { by } });
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

/** A password proves nothing more of a person who has something better. */
async function proveOnceMore(
  deps: ApiDeps,
  req: Request,
  { person, address }: { person: Signed; address: string },
  claim: SecondProof | { password: string },
): Promise<Method> {
  const { actor, id } = person;
  if (!('password' in claim)) return proveSecond(deps, req, { actor, address, proof: claim });
  const methods = await methodsOf(deps.db, id);
  if (methods.length > 0) throw new Refusal('second_factor_failed', { methods });
  await provePassword(deps, { address }, { person: id, password: claim.password });
  return 'password';
}

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

/** A caller in a session keeps one; a caller with a token gets none. */
async function goOn(deps: ApiDeps, person: Signed, req: Request): Promise<OpenSession | undefined> {
  return sessionOf(deps, req) && openSession(deps, req, person.id);
}

async function viewOf(deps: ApiDeps, person: Signed, opened: OpenSession | undefined) {
  const { id, displayName, department, roles, rights } = person;
  const account = opened && (await accountOf(deps.db, id));
  return {
    ...{
      id,
      displayName,
      department,
      roles: [...roles],
      rights: [...rights],
      standsInFor: stoodInFor(person),
    },
    mustChangePassword: mustChange(deps, account),
    ...(opened && {
      endsAt: opened.endsAt.toISOString(),
      provenUntil: provenUntil(opened.provenAt).toISOString(),
    }),
  };
}
