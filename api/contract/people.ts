import { z } from 'zod';
import { DEPARTMENTS, ROLES, SCOPES } from '../../domain/people.js';
import { counting, id, instant, line, moment } from './fields.js';
import { note, read, session } from './route.js';
import { password } from './second-proof.js';

const personId = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/)
  .meta({ description: 'What one signs in as; never changes.', example: 'li-na' });
const params = z.strictObject({ personId });
const roles = z
  .array(z.enum(ROLES))
  .max(ROLES.length)
  .refine((all) => new Set(all).size === all.length, { error: 'named twice' });
const scope = z
  .enum(SCOPES)
  .nullable()
  .meta({ description: 'Which orders they see; null: as their roles say.' });
const displayName = line(100);

const absence = z
  .strictObject({
    id,
    substitute: z.strictObject({ id: z.string(), displayName: z.string() }),
    from: moment,
    to: moment,
  })
  .meta({ id: 'Absence' });

const person = z
  .strictObject({
    id: z.string(),
    displayName: z.string(),
    department: z.enum(DEPARTMENTS),
    roles: z.array(z.enum(ROLES)),
    scope,
    active: z.boolean(),
    version: z.int(),
    account: z.enum(['none', 'first_password', 'own_password']),
    absences: z.array(absence).meta({ description: 'Those that are not over.' }),
  })
  .meta({ id: 'Person' });

const versioned = z.strictObject({ id: z.string(), version: z.int() }).meta({ id: 'PersonVersion' });

export const PEOPLE_ROUTES = {
  listPeople: read({
    path: '/people',
    summary: 'Everybody with their roles, department and absences; those who left come last',
    right: 'people.read',
    answers: {
      200: {
        description: 'All.',
        schema: z.strictObject({
          items: z.array(person),
          excluding: z
            .array(z.array(z.enum(ROLES)).length(2))
            .meta({ description: 'Pairs of roles that nobody holds together.' }),
        }),
      },
    },
  }),
  addPerson: note({
    path: '/people',
    summary: 'Add a person; they sign in when they have a first password',
    right: 'people.edit',
    body: z.strictObject({
      id: personId,
      displayName,
      department: z.enum(DEPARTMENTS),
      roles,
      scope: scope.default(null),
    }),
    answers: { 201: { description: 'Added.', schema: versioned } },
    refusals: ['person_taken', 'roles_exclude', 'step_up_required'],
  }),
  changePerson: note({
    path: '/people/:personId',
    summary: 'Change name, department, roles or scope of a person, or whether they work here; counts at once',
    right: 'people.edit',
    params,
    body: z.strictObject({
      version: counting(1).meta({ description: 'The one that was seen.' }),
      displayName: displayName.exactOptional(),
      department: z.enum(DEPARTMENTS).exactOptional(),
      roles: roles.exactOptional(),
      scope: scope.exactOptional(),
      active: z.boolean().exactOptional(),
    }),
    answers: { 200: { description: 'Changed.', schema: versioned } },
    refusals: ['person_missing', 'person_changed', 'roles_exclude', 'own_account', 'step_up_required'],
  }),
  givePassword: session({
    method: 'post',
    path: '/people/:personId/password',
    summary: 'Give a person a first password; it opens nothing but its own change',
    right: 'people.edit',
    params,
    body: z.strictObject({ password }),
    answers: { 200: { description: 'Given.', schema: z.strictObject({ given: z.literal(true) }) } },
    refusals: ['person_missing', 'password_weak', 'step_up_required', 'foreign_origin'],
  }),
  arrangeAbsence: note({
    path: '/people/:personId/absences',
    summary:
      'Say who stands in for a person, and from when to when; for oneself, or as who arranges absences',
    right: 'person',
    params,
    body: z.strictObject({ substitute: personId, from: instant, to: instant }),
    answers: { 201: { description: 'Arranged.', schema: z.strictObject({ id }) } },
    refusals: [
      'person_missing',
      'absence_dates',
      'absence_overlaps',
      'substitute_unsuitable',
      'roles_exclude',
      'not_permitted',
    ],
  }),
  endAbsence: note({
    path: '/absences/:absenceId/end',
    summary: 'The person is back: the substitute stands in no more',
    right: 'person',
    params: z.strictObject({ absenceId: id }),
    body: z.strictObject({}),
    answers: { 200: { description: 'Over.', schema: z.strictObject({ ended: z.literal(true) }) } },
    refusals: ['absence_unknown', 'not_permitted'],
  }),
};
