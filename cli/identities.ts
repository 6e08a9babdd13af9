import type { Command } from 'commander';
import { moment, table } from './print.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { addVerb } from './verb.js';

/** Who is let in by the OpenID provider. */
export function addIdentities(program: Command, session: Session): void {
  const group = program
    .command('identities')
    .description('Subjects of the OpenID provider, and who they are');
  addVerb(group, session, {
    route: 'listIdentities',
    name: 'list',
    isDefault: true,
    request: () => ({}),
    tell: tellIdentities,
  });
  addVerb(group, session, {
    route: 'linkIdentity',
    name: 'link <person> <subject>',
    request: (typed) => ({ body: { person: typed.arg(0), subject: typed.arg(1) } }),
    tell: ({ id }) => `linked as ${id}`,
  });
  addVerb(group, session, {
    route: 'unlinkIdentity',
    name: 'unlink <id>',
    request: (typed) => ({ params: { identityId: typed.arg(0) } }),
    tell: () => 'not linked any more',
  });
}

const tellIdentities = ({ items }: AnswerOf<'listIdentities'>): string =>
  table(
    ['id', 'person', 'subject', 'issuer', 'linked'].map((title) => ({ title })),
    items.map((one) => [
      one.id,
      one.personId,
      one.subject,
      one.issuer,
      `${moment(one.linkedAt)} ${one.linkedBy}`,
    ]),
  );
