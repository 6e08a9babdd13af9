import { log } from '../../db/log.js';
import * as staff from '../../db/staff.js';
import { EXCLUDING, excludedPair, type Role } from '../../domain/people.js';
import { Refusal } from '../../domain/refusal.js';
import { hashPassword } from '../../platform/passwords.js';
import type { Routes } from '../contract/routes.js';
import type { Act, InSession, Read } from '../handler.js';
import { isWeak } from '../password-proof.js';
import { given } from '../recording.js';
import { needStepUp } from '../step-up.js';

export const list: Read<Routes['listPeople']> = async ({ db }) => ({
  status: 200,
  body: {
    items: (await staff.listStaff(db)).map(personFace),
    excluding: EXCLUDING.map((pair) => [...pair]),
  },
});

export const add: Act<Routes['addPerson']> = async (tx, deps, { body, caller }) => {
  await needStepUp(deps, caller.person);
  refuseExcluded(body.roles);
  if (!(await staff.addPerson(tx, body))) throw new Refusal('person_taken');
  const { id, department, roles, scope } = body;
  const detail = { person: id, department, roles, scope };
  await log(tx, { actor: caller.person.actor, action: 'person_added', detail });
  return { status: 201, body: { id, version: 1 } };
};

/** Counts at once: rights are read anew with every request. */
export const change: Act<Routes['changePerson']> = async (tx, deps, { params, body, caller }) => {
  await needStepUp(deps, caller.person);
  const { version, ...asked } = body;
  const before = await staff.lockPerson(tx, params.personId);
  if (!before) throw new Refusal('person_missing');
  if (before.version !== version) throw new Refusal('person_changed', { version: before.version });
  const { version: _, ...after } = { ...before, ...asked };
  refuseExcluded(after.roles);
  if (before.id === caller.person.id) refuseOwnEnd(after);
  const next = await staff.changePerson(tx, after);
  const { displayName, ...logged } = asked;
  await log(tx, {
    actor: caller.person.actor,
    action: 'person_changed',
    detail: given({
      person: before.id,
      ...logged,
      ...(displayName !== undefined && { renamed: true }),
      ...(asked.roles && { rolesWere: before.roles }),
    }),
  });
  return { status: 200, body: { id: before.id, version: next } };
};

/** Whoever gives it knows it, so that it opens nothing but its own change. */
export const givePassword: InSession<Routes['givePassword']> = async (deps, { params, body, caller }) => {
  await needStepUp(deps, caller.person);
  const { personId } = params;
  if (isWeak(body.password, [personId])) throw new Refusal('password_weak');
  const passwordHash = await hashPassword(body.password);
  await deps.db.transaction(async (tx) => {
    if (!(await staff.lockPerson(tx, personId))) throw new Refusal('person_missing');
    await staff.giveFirstPassword(tx, { personId, passwordHash });
    await log(tx, { actor: caller.person.actor, action: 'password_given', detail: { person: personId } });
  });
  return { status: 200, body: { given: true } };
};

function refuseExcluded(roles: readonly Role[]): void {
  const pair = excludedPair(roles);
  if (pair) throw new Refusal('roles_exclude', { roles: [...pair] });
}

/** Somebody has to stay who can undo it. */
function refuseOwnEnd({ active, roles }: { active: boolean; roles: readonly Role[] }): void {
  if (!active || !roles.includes('administrator')) throw new Refusal('own_account');
}

function personFace({ absences, ...person }: staff.StaffRow) {
  const utc = (text: string) => new Date(text).toISOString();
  return {
    ...person,
    absences: absences.map((one) => ({ ...one, from: utc(one.from), to: utc(one.to) })),
  };
}
