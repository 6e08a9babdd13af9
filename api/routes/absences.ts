import { randomUUID } from 'node:crypto';
import { arrangeAbsence, endAbsence, isAway, lockAbsence } from '../../db/absences.js';
import { log } from '../../db/log.js';
import type { Tx } from '../../db/sql.js';
import { type LockedPerson, lockPerson } from '../../db/staff.js';
import { excludedPair } from '../../domain/people.js';
import { Refusal } from '../../domain/refusal.js';
import type { Routes } from '../contract/routes.js';
import type { Act } from '../handler.js';
import { needRight, type Signed } from '../principal.js';
import type { RequestOf } from '../request.js';

type Arranged = RequestOf<Routes['arrangeAbsence']>['body'];

/** A substitute acts in the roles of who is away, for that time alone; nobody makes themselves one. */
export const arrange: Act<Routes['arrangeAbsence']> = async (tx, _deps, { params, body, caller }) => {
  const by = mayArrange(caller.person, params.personId);
  refuseDates(body);
  const [person, substitute] = await lockBoth(tx, params.personId, body.substitute);
  await refuseUnsuitable(tx, by, { person, substitute, body });
  if (await isAway(tx, person.id, body)) throw new Refusal('absence_overlaps');
  const { from, to } = body;
  const id = randomUUID();
  const absence = { id, personId: person.id, substituteId: substitute.id, from, to, arrangedBy: by.id };
  await arrangeAbsence(tx, absence);
  const detail = { person: person.id, substitute: substitute.id, from, to };
  await log(tx, { actor: by.actor, action: 'absence_arranged', detail });
  return { status: 201, body: { id } };
};

export const end: Act<Routes['endAbsence']> = async (tx, _deps, { params, caller }) => {
  const absence = await lockAbsence(tx, params.absenceId);
  if (!absence) throw new Refusal('absence_unknown');
  const by = mayArrange(caller.person, absence.personId);
  await endAbsence(tx, params.absenceId);
  await log(tx, { actor: by.actor, action: 'absence_ended', detail: { person: absence.personId } });
  return { status: 200, body: { ended: true } };
};

/** One's own, or as who arranges absences. */
const mayArrange = (person: Signed, personId: string): Signed =>
  person.id === personId ? person : needRight(person, 'absence.arrange');

const DAY_MS = 24 * 3_600_000;
const LONGEST_DAYS = 92;

function refuseDates({ from, to }: Arranged): void {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const fits = start < end && end > Date.now() && end - start <= LONGEST_DAYS * DAY_MS;
  if (!fits) throw new Refusal('absence_dates', { longestDays: LONGEST_DAYS });
}

/** In one order always, so that two arrangements never wait for each other in a ring. */
async function lockBoth(tx: Tx, personId: string, substituteId: string) {
  const locked = new Map<string, LockedPerson>();
  for (const id of [personId, substituteId].toSorted()) {
    const person = await lockPerson(tx, id);
    if (person?.active) locked.set(id, person);
  }
  const [person, substitute] = [locked.get(personId), locked.get(substituteId)];
  if (!person) throw new Refusal('person_missing');
  if (!substitute) throw new Refusal('substitute_unsuitable', { because: 'gone' });
  return [person, substitute] as const;
}

async function refuseUnsuitable(
  tx: Tx,
  by: Signed,
  { person, substitute, body }: { person: LockedPerson; substitute: LockedPerson; body: Arranged },
): Promise<void> {
  if (substitute.id === person.id) throw new Refusal('substitute_unsuitable', { because: 'same' });
  if (substitute.id === by.id) throw new Refusal('substitute_unsuitable', { because: 'own_favour' });
  if (await isAway(tx, substitute.id, body)) throw new Refusal('substitute_unsuitable', { because: 'away' });
  const pair = excludedPair([...substitute.roles, ...person.roles]);
  if (pair) throw new Refusal('roles_exclude', { roles: [...pair] });
}
