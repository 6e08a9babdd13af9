import type { Command } from 'commander';
import type { Session } from './session.js';
import { option } from './typed.js';
import { addVerb } from './verb.js';

/** Digests of stuck orders by e-mail. */
export function addDigests(program: Command, session: Session): void {
  const group = program.command('digests').description('Digests of stuck orders by e-mail, your own');
  addVerb(group, session, {
    route: 'showDigests',
    name: 'show',
    isDefault: true,
    request: () => ({}),
    tell: ({ email, ...wanted }) => (email === null ? 'none' : `${told(wanted)} to ${email}`),
  });
  addVerb(group, session, {
    route: 'chooseDigests',
    name: 'choose <digests>',
    options: [
      option('--email <address>', 'where they go; without it they stop and the address is forgotten'),
    ],
    request: (typed) => {
      const which = typed.arg(0).split(',');
      return {
        body: {
          email: typed.text('email') ?? null,
          daily: which.includes('daily'),
          weekly: which.includes('weekly'),
        },
      };
    },
    tell: told,
  });
}

const told = ({ daily, weekly }: { daily: boolean; weekly: boolean }): string =>
  [...(daily ? ['daily'] : []), ...(weekly ? ['weekly'] : [])].join(' and ') || 'none';
