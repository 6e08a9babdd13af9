import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { countUnknownScan, log } from '../db/log.js';
import { activePerson, type PersonAtWork, personOfToken } from '../db/people.js';
import { type Seeing, seenBy } from '../db/scope.js';
import { accountOf } from '../db/sign-in.js';
import { noteTokenUse } from '../db/tokens.js';
import type { Actor } from '../domain/facts.js';
import { type Department, type Right, rightsOf, rolesTakenOver } from '../domain/people.js';
import { Refusal } from '../domain/refusal.js';
import { rightsWithin, type TokenScope } from '../domain/scopes.js';
import { blindIndex } from '../platform/keys/envelope.js';
import { type Admission, isOfCustomers } from './contract/route.js';
import type { ApiDeps } from './deps.js';
import type { Limits } from './limits.js';
import { refuseForeignOrigin, sessionOf } from './session.js';

/** A person who is known, with what their roles allow, and those of the people they stand in for. */
export interface Signed extends PersonAtWork, Seeing {
  rights: ReadonlySet<Right>;
  actor: Actor;
  proof: Proof;
}

/** How a caller is known: by a session that was proven at some moment, or by a token that may stand for a proof. */
export type Proof = { by: 'session'; at: Date } | { by: 'token'; stepsUp: boolean };

/** The person behind a bearer token, or undefined when none was sent; a token that is not good is refused. */
export async function signedPerson(deps: ApiDeps, limits: Limits, req: Request): Promise<Signed | undefined> {
  const header = req.headers.authorization;
  if (header === undefined) return sessionPerson(deps, req);
  const token = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(header)?.[1];
  if (token === undefined) throw new Refusal('unauthenticated');
  await limits.token(token);
  const tokenHash = createHash('sha256').update(token).digest();
  const known = await personOfToken(deps.db, tokenHash);
  if (!known) throw new Refusal('unauthenticated');
  const { scopes, usedJustNow, ...person } = known;
  if (!usedJustNow) await noteTokenUse(deps.db, tokenHash);
  return scopes ? withinScopes(person, scopes) : signedAs(person, { by: 'token', stepsUp: true });
}

/** A machine acts as its person within its scopes, and never in the place of somebody who is away. */
function withinScopes(person: PersonAtWork, scopes: readonly TokenScope[]): Signed {
  const signed = signedAs(
    { ...person, standsInFor: [] },
    { by: 'token', stepsUp: scopes.includes('step_up') },
  );
  return { ...signed, rights: rightsWithin(signed.rights, scopes) };
}

/** The person behind a session's cookie; disabling them or changing their roles counts at once. */
async function sessionPerson(deps: ApiDeps, req: Request): Promise<Signed | undefined> {
  const open = sessionOf(deps, req);
  if (!open) return undefined;
  if (req.method !== 'GET') refuseForeignOrigin(req, { mayBeSilent: false });
  const person = await activePerson(deps.db, open.personId);
  return person && signedAs(person, { by: 'session', at: open.provenAt });
}

export const signedAs = (person: PersonAtWork, proof: Proof): Signed => ({
  ...person,
  proof,
  rights: rightsOf([...person.roles, ...takenOver(person)]),
  seenBy: seenBy(person),
  actor: actorOf(person),
});

export const actorOf = ({ id, department }: PersonAtWork): Actor => ({ kind: 'person', id, department });

const takenOver = ({ roles, standsInFor }: PersonAtWork) =>
  rolesTakenOver(
    roles,
    standsInFor.flatMap((absent) => absent.roles),
  );

/** A person at a deed: what their own roles do not allow is done on behalf of whom they stand in for, and says so. */
function atDeed(person: Signed, right: Right): Signed {
  if (rightsOf(person.roles).has(right)) return person;
  const taken = takenOver(person);
  const absent = person.standsInFor.find(({ roles }) =>
    rightsOf(roles.filter((role) => taken.includes(role))).has(right),
  );
  return absent ? onBehalfOf(person, absent) : person;
}

/** Those whose place somebody takes now, as answers name them. */
export const stoodInFor = ({ standsInFor }: PersonAtWork) =>
  standsInFor.map(({ id, displayName, until }) => ({
    ...{ id, displayName },
    until: new Date(until).toISOString(),
  }));

/** A person as they answer for a department: their own, or that of somebody whom they stand in for. */
export function inDepartment(person: Signed, department: Department | undefined): Signed {
  if (person.department === department) return person;
  const absent = person.standsInFor.find((one) => one.department === department);
  return absent ? onBehalfOf(person, absent) : person;
}

/** A person in the place of another: in their department, and in their name too. */
function onBehalfOf(person: Signed, absent: Pick<Signed, 'id' | 'department'>): Signed {
  const { department } = absent;
  return {
    ...person,
    department,
    actor: { kind: 'person', id: person.id, department, onBehalfOf: absent.id },
  };
}

/** Whether somebody else knows the password of an account, which only a demo takes lightly. */
export const mustChange = (deps: ApiDeps, account: { mustChangePassword: boolean } | undefined): boolean =>
  (account?.mustChangePassword ?? false) && !deps.config.demo;

/** In a session whose password must be changed first, only the routes of the session answer. */
export async function refuseUnchanged(deps: ApiDeps, req: Request): Promise<void> {
  const open = req.headers.authorization === undefined ? sessionOf(deps, req) : undefined;
  if (open && mustChange(deps, await accountOf(deps.db, open.personId)))
    throw new Refusal('password_must_change');
}

/** Refuses whom a route does not admit; returns the caller as they act here. */
export function admitted(person: Signed | undefined, right: Admission): Signed | undefined {
  if (right === 'anybody' || isOfCustomers(right)) return person;
  if (!person) throw new Refusal('unauthenticated');
  return right === 'person' ? person : needRight(person, right);
}

/** Refuses who has no such right; returns the person as they use it, on behalf of another when the right is theirs. */
export function needRight(person: Signed, right: Right): Signed {
  if (!person.rights.has(right)) throw new Refusal('not_permitted', { right });
  return atDeed(person, right);
}

/** Writes down whom the door turned away: each person's try, and strangers once per address and minute. */
export async function noteDenial(
  deps: ApiDeps,
  denial: { refusal: Refusal; route: string; person: Signed | undefined; address: string },
): Promise<void> {
  const { refusal, route, person, address } = denial;
  if (refusal.code === 'not_permitted' && person) {
    const detail = { route, right: refusal.hint.right };
    await log(deps.db, { actor: person.actor, action: 'access_denied', detail });
  }
  if (refusal.code === 'foreign_origin')
    await log(deps.db, { actor: person?.actor ?? STRANGER, action: 'foreign_origin', detail: { route } });
  if (
    refusal.code === 'proof_locked' &&
    (await countUnknownScan(deps.db, addressKey(deps, 'proof', address)))
  )
    await log(deps.db, { actor: STRANGER, action: 'proof_locked', detail: { route } });
  if (refusal.code !== 'unauthenticated') return;
  if (await countUnknownScan(deps.db, addressKey(deps, 'unauthenticated', address)))
    await log(deps.db, { actor: STRANGER, action: 'sign_in_refused', detail: { route } });
}

export const STRANGER: Actor = { kind: 'customer', id: 'stranger' };
/** Whoever gave the second proof, or holds the code and says that they are the customer. */
export const CUSTOMER: Actor = { kind: 'customer', id: 'customer' };

/** An address as the record keeps it: counted, not readable. */
export const addressKey = (deps: Pick<ApiDeps, 'ring'>, what: string, address: string): Buffer =>
  blindIndex(deps.ring, `address/${what}`, address);
