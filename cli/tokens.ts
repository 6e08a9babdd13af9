import type { Command } from 'commander';
import { SCOPES, type TokenScope } from '../domain/scopes.js';
import { Usage } from './failures.js';
import { moment, table } from './print.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { counted, option, repeated, type Typed } from './typed.js';
import { addVerb } from './verb.js';

const DAYS = 90;

/** Bearer tokens with scopes: what machines call with. */
export function addTokens(program: Command, session: Session): void {
  const group = program.command('tokens').description('Bearer tokens of machines, with scopes and an end');
  addVerb(group, session, {
    route: 'listTokens',
    name: 'list',
    isDefault: true,
    options: [option('--person <person>', 'of this person alone')],
    request: (typed) => {
      const person = typed.text('person');
      return { query: person === undefined ? {} : { person } };
    },
    tell: tellTokens,
  });
  addVerb(group, session, {
    route: 'issueToken',
    name: 'issue <person>',
    options: [
      option('--name <name>', 'what it is for').makeOptionMandatory(),
      repeated('--scope <scope>', 'a right it may use, or step_up; may be repeated').makeOptionMandatory(),
      counted('--days <n>', `until it ends; ${DAYS} unless given, 366 at most`),
    ],
    request: (typed) => ({
      body: {
        person: typed.arg(0),
        name: typed.text('name') ?? '',
        scopes: scopesOf(typed),
        days: typed.number('days') ?? DAYS,
      },
    }),
    tell: ({ token, expiresAt }) => `${token}\nshown this once; it ends ${moment(expiresAt)}`,
  });
  addVerb(group, session, {
    route: 'revokeToken',
    name: 'revoke <id>',
    request: (typed) => ({ params: { tokenId: typed.arg(0) } }),
    tell: () => 'revoked',
  });
}

function scopesOf(typed: Typed): TokenScope[] {
  return typed.list('scope').map((text) => {
    const scope = SCOPES.find((known) => known === text);
    if (scope) return scope;
    throw new Usage(`没有权限范围 ${text}。`, `${text} is no scope; there are ${SCOPES.join(', ')}.`);
  });
}

function tellTokens({ items }: AnswerOf<'listTokens'>): string {
  const shown = (at: string | null) => (at === null ? '' : moment(at));
  return table(
    ['id', 'person', 'name', 'scopes', 'ends', 'used', 'state'].map((title) => ({ title })),
    items.map(({ id, personId, name, scopes, expiresAt, lastUsedAt, revokedAt }) => [
      ...[id, personId, name, scopes?.join(' ') ?? 'all'],
      ...[shown(expiresAt), shown(lastUsedAt), revokedAt ? 'revoked' : ''],
    ]),
  );
}
