import type { Command } from 'commander';
import { moment, table } from './print.js';
import type { Session } from './session.js';
import { addVerb } from './verb.js';

/** What this machine caught instead of sending it. */
export function addInbox(program: Command, session: Session): void {
  const group = program
    .command('inbox')
    .description('Messages that this machine caught instead of sending them');
  addVerb(group, session, {
    route: 'listInbox',
    name: 'list',
    isDefault: true,
    request: () => ({}),
    tell: ({ items }) =>
      table(
        ['id', 'channel', 'order', 'template', 'state', 'at'].map((title) => ({ title })),
        items.map(({ id, channel, orderNo, message, at }) => [
          ...[id, channel, orderNo ?? '', message?.template ?? ''],
          ...[message?.status ?? '', moment(at)],
        ]),
      ),
  });
  addVerb(group, session, {
    route: 'showInbox',
    name: 'show <id>',
    request: (typed) => ({ params: { caughtId: typed.arg(0) } }),
    tell: ({ to, title, text }) => `${to.join(', ')}\n${title}\n\n${text}`,
  });
}
