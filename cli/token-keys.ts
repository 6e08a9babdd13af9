import type { Command } from 'commander';
import { pageOf } from './listing.js';
import { fields, maybe, moment, moreOf, table } from './print.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { counted, option, type Typed } from './typed.js';
import { addVerb } from './verb.js';

const keyOf = (typed: Typed) => ({ params: { keyId: Number(typed.arg(0)) } });
const COUNT = 'how many open orders the exposure named';

/** The keys that close codes: rotation, and what follows when one is in other hands. */
export function addTokenKeys(program: Command, session: Session): void {
  const keys = program
    .command('keys')
    .description('The keys of codes: rotate them, or say that one has leaked');
  addVerb(keys, session, {
    route: 'listTokenKeys',
    name: 'list',
    isDefault: true,
    request: () => ({}),
    tell: tellKeys,
  });
  addVerb(keys, session, {
    route: 'rotateTokenKey',
    name: 'rotate <profile>',
    request: (typed) => ({
      body: { profile: typed.arg(0) === 'sealed' ? ('sealed' as const) : ('short' as const) },
    }),
    tell: ({ keyId }) => `key ${keyId} closes the codes from now on`,
  });
  addVerb(keys, session, {
    route: 'previewExposure',
    name: 'exposure <key-id>',
    options: [
      option('--closed', 'the orders that are over instead'),
      counted('--limit <n>', 'at most this many, up to 200'),
      option('--cursor <cursor>', 'where the page before ended'),
    ],
    request: (typed) => ({
      ...keyOf(typed),
      query: { ...pageOf(typed), which: typed.flag('closed') ? ('closed' as const) : ('open' as const) },
    }),
    tell: tellExposure,
  });
  addVerb(keys, session, {
    route: 'declareCompromise',
    name: 'compromise <key-id>',
    options: [
      option(
        '--at <moment>',
        'since when it is in other hands, as ISO 8601 with its offset',
      ).makeOptionMandatory(),
      counted('--seen <n>', COUNT).makeOptionMandatory(),
    ],
    request: (typed) => ({
      ...keyOf(typed),
      body: { at: typed.text('at') ?? '', seen: typed.number('seen') ?? 0 },
    }),
    tell: ({ open, closed, successorId }) =>
      fields([
        ['reissues', String(open)],
        ['closed orders', `${closed}, which keep their code`],
        ['new key', successorId === null ? undefined : String(successorId)],
      ]),
  });
  addVerb(keys, session, {
    route: 'listCompromises',
    name: 'compromises',
    request: () => ({}),
    tell: tellCompromises,
  });
}

function tellKeys({ items }: AnswerOf<'listTokenKeys'>): string {
  return table(
    ['key', 'profile', 'made', 'state', 'live codes'].map((title) => ({ title })),
    items.map((key) => [
      ...[String(key.keyId), key.profile, moment(key.createdAt)],
      key.compromisedAt
        ? `compromised ${moment(key.compromisedAt)}`
        : key.current
          ? 'current'
          : `retired ${maybe(key.retiredAt) ?? ''}`,
      String(key.liveCodes),
    ]),
  );
}

function tellExposure({ keyId, open, closed, orders }: AnswerOf<'previewExposure'>): string {
  const head = fields([
    ['key', String(keyId)],
    ['open orders', `${open}, which get a new code`],
    ['closed orders', `${closed}, which keep theirs`],
  ]);
  const rows = orders.items.map((one) => [
    ...[one.orderNo, one.state, String(one.issueNo), moment(one.issuedAt), one.printed ? 'by a label' : ''],
  ]);
  const list = table(
    ['order', 'state', 'issue', 'issued', ''].map((title) => ({ title })),
    rows,
  );
  return [head, list, ...moreOf(orders.next)].join('\n\n');
}

function tellCompromises({ items }: AnswerOf<'listCompromises'>): string {
  if (items.length === 0) return 'No key was declared compromised.';
  return table(
    ['key', 'since', 'declared', 'by', 'asked', 'renewed', 'ended', 'left', 'finished'].map((title) => ({
      title,
    })),
    items.map((one) => [
      ...[String(one.keyId), moment(one.compromisedAt), moment(one.declaredAt), one.declaredBy],
      ...[one.asked, one.renewed, one.ended, one.left].map(String),
      maybe(one.finishedAt) ?? '',
    ]),
  );
}
