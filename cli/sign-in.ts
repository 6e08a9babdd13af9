import { text as readAll } from 'node:stream/consumers';
import type { Command } from 'commander';
import { fields, moment } from './print.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { addVerb } from './verb.js';

/** Programs call with tokens; these prove, change and look at what a browser signs in with. */
export function addSignIn(program: Command, session: Session): void {
  const group = program.command('session').description('Passwords and sessions');
  const typedLines = async () => (await readAll(session.terminal.input)).split(/\r?\n/);
  addVerb(group, session, { route: 'showSession', name: 'show', request: () => ({}), tell });
  addVerb(group, session, {
    route: 'signIn',
    name: 'check <person>',
    about: 'Whether a password, read from standard input, is the person’s; no session stays',
    request: async (typed) => ({ body: { person: typed.arg(0), password: (await typedLines())[0] ?? '' } }),
    tell: tellSignIn,
  });
  addVerb(group, session, {
    route: 'changePassword',
    name: 'password',
    about: 'Changes the caller’s password: the old one and the new one, a line each, from standard input',
    request: async () => {
      const [password = '', newPassword = ''] = await typedLines();
      return { body: { password, newPassword } };
    },
    tell,
  });
  addVerb(group, session, {
    route: 'signOut',
    name: 'end',
    request: () => ({}),
    tell: () => 'signed out',
  });
}

const tellSignIn = (answer: AnswerOf<'signIn'>): string =>
  'methods' in answer
    ? `the password is right; a second proof is due: ${answer.methods.join(', ')}`
    : tell(answer);

const tell = (signed: AnswerOf<'showSession'>): string =>
  fields([
    ['person', `${signed.displayName} (${signed.id})`],
    ['roles', signed.roles.join(', ')],
    ['password', signed.mustChangePassword ? 'must be changed first' : 'in order'],
    ...(signed.endsAt === undefined ? [] : [['ends', moment(signed.endsAt)] as const]),
  ]);
