import type { Command } from 'commander';
import { DEPARTMENTS, ROLES, SCOPES } from '../domain/people.js';
import { Usage } from './failures.js';
import { fields, moment, table } from './print.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { counted, option, repeated, type Typed, textOf } from './typed.js';
import { addVerb } from './verb.js';

const personOf = (typed: Typed) => ({ params: { personId: typed.arg(0) } });
const DEPARTMENT = option('--department <department>', 'where they work').choices(DEPARTMENTS);
const ROLE = repeated('--role <role>', `a role they hold, as often as they hold one: ${ROLES.join(', ')}`);
const SCOPE = option('--scope <scope>', 'which orders they see; as their roles say unless given').choices(
  SCOPES,
);

export function addPeople(program: Command, session: Session): void {
  const people = program.command('people').description('Who works here, in which roles, and who is away');
  addVerb(people, session, { route: 'listPeople', name: 'list', request: () => ({}), tell: tellPeople });
  addVerb(people, session, {
    route: 'addPerson',
    name: 'add <person>',
    options: [option('--name <name>', 'as others read it').makeOptionMandatory(), DEPARTMENT, ROLE, SCOPE],
    request: (typed) => ({
      body: {
        id: typed.arg(0),
        displayName: typed.text('name') ?? '',
        department: departmentOf(typed) ?? 'order_desk',
        roles: rolesOf(typed),
        ...scopeOf(typed),
      },
    }),
    tell: ({ id }) => `added ${id}; a first password: oqr people password ${id} -`,
  });
  addVerb(people, session, {
    route: 'changePerson',
    name: 'change <person>',
    options: [
      counted('--seen <version>', 'the version that was seen').makeOptionMandatory(),
      option('--name <name>', 'as others read it'),
      DEPARTMENT,
      ROLE,
      SCOPE,
      option('--leaves', 'they work here no more'),
      option('--returns', 'they work here again'),
    ],
    request: (typed) => ({ ...personOf(typed), body: changeOf(typed) }),
    tell: ({ id, version }) => `changed ${id}, now version ${version}`,
  });
  addVerb(people, session, {
    route: 'givePassword',
    name: 'password <person> <file>',
    about: 'Give a person the first password that a file holds ("-": standard input); they must change it',
    request: async (typed) => ({
      ...personOf(typed),
      body: { password: (await textOf(typed.arg(1), session.terminal)).trim() },
    }),
    tell: () => 'given; it opens nothing but its own change',
  });
  addAccess(people, session);
  addAbsences(people, session);
}

function addAccess(people: Command, session: Session): void {
  addVerb(people, session, {
    route: 'showAccess',
    name: 'access <person>',
    request: personOf,
    tell: tellAccess,
  });
  addVerb(people, session, {
    route: 'resetFactors',
    name: 'reset-factors <person>',
    request: (typed) => ({ ...personOf(typed), body: {} }),
    tell: () => 'forgotten; the password alone opens',
  });
  addVerb(people, session, {
    route: 'endSessions',
    name: 'end-sessions <person>',
    request: (typed) => ({ ...personOf(typed), body: {} }),
    tell: ({ ended }) => `ended: ${ended}`,
  });
}

function addAbsences(people: Command, session: Session): void {
  addVerb(people, session, {
    route: 'arrangeAbsence',
    name: 'away <person>',
    options: [
      option('--substitute <person>', 'who stands in').makeOptionMandatory(),
      option('--from <moment>', 'ISO 8601 with its offset').makeOptionMandatory(),
      option('--to <moment>', 'ISO 8601 with its offset').makeOptionMandatory(),
    ],
    request: (typed) => ({
      ...personOf(typed),
      body: {
        substitute: typed.text('substitute') ?? '',
        from: typed.text('from') ?? '',
        to: typed.text('to') ?? '',
      },
    }),
    tell: ({ id }) => `arranged: absence ${id}`,
  });
  addVerb(people, session, {
    route: 'endAbsence',
    name: 'back <absence-id>',
    request: (typed) => ({ params: { absenceId: typed.arg(0) }, body: {} }),
    tell: () => 'back: nobody stands in any more',
  });
}

const departmentOf = (typed: Typed) => DEPARTMENTS.find((known) => known === typed.text('department'));

function rolesOf(typed: Typed) {
  return typed.list('role').map((text) => {
    const role = ROLES.find((known) => known === text);
    if (role) return role;
    throw new Usage(`没有岗位 ${text}。`, `${text} is no role; there are ${ROLES.join(', ')}.`);
  });
}

function scopeOf(typed: Typed) {
  const scope = SCOPES.find((known) => known === typed.text('scope'));
  return scope ? { scope } : {};
}

function changeOf(typed: Typed) {
  const [displayName, department, roles] = [typed.text('name'), departmentOf(typed), rolesOf(typed)];
  return {
    version: typed.number('seen') ?? 0,
    ...(displayName !== undefined && { displayName }),
    ...(department && { department }),
    ...(roles.length > 0 && { roles }),
    ...scopeOf(typed),
    ...(typed.flag('leaves') && { active: false }),
    ...(typed.flag('returns') && { active: true }),
  };
}

function tellPeople({ items }: AnswerOf<'listPeople'>): string {
  const rows = items.map((one) => [
    one.id,
    one.displayName,
    one.department,
    one.roles.join(' '),
    one.scope ?? '',
    one.active ? String(one.version) : 'left',
    one.absences
      .map(({ id, substitute, from, to }) => `${moment(from)}–${moment(to)} ${substitute.id} (${id})`)
      .join('; '),
  ]);
  const columns = ['person', 'name', 'department', 'roles', 'scope', 'version', 'away'];
  return table(
    columns.map((title) => ({ title })),
    rows,
  );
}

const tellAccess = ({ totpSince, passkeys, recoveryCodes, sessions }: AnswerOf<'showAccess'>): string =>
  [
    fields([
      ['authenticator', totpSince === null ? 'none' : `since ${moment(totpSince)}`],
      ['passkeys', String(passkeys)],
      ['recovery codes', String(recoveryCodes)],
    ]),
    table(
      ['browser', 'signed in', 'used'].map((title) => ({ title })),
      sessions.map(({ browser, signedInAt, seenAt }) => [browser, moment(signedInAt), moment(seenAt)]),
    ),
  ].join('\n\n');
