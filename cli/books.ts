import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Command } from 'commander';
import { formatMinor } from '../domain/money.js';
import { BALANCES, PROVIDERS } from '../domain/payment.js';
import { addressOf } from './client.js';
import { keep } from './labels.js';
import { chosen } from './letters.js';
import { addListing, pageOf } from './listing.js';
import { moment, table } from './print.js';
import { type AnswerOf, answerOf } from './reply.js';
import type { Session } from './session.js';
import { option, typedOf, unreadable } from './typed.js';
import { upload } from './upload.js';
import { addVerb, declare } from './verb.js';

type Account = AnswerOf<'listAccounts'>['items'][number];
type Bill = AnswerOf<'listBills'>['items'][number];
type Difference = AnswerOf<'listDifferences'>['items'][number];

/** What finance keeps: accounts of orders, postings, providers' bills and how they differ. */
export function addBooks(program: Command, session: Session): void {
  const group = program.command('books').description('Accounts of orders, postings and bills of providers');
  addListing(group, session, {
    route: 'listAccounts',
    name: 'accounts',
    options: [option('--balance <balance>', 'only those that stand so').choices(BALANCES)],
    request: (typed) => {
      const balance = typed.text('balance');
      return {
        query: { ...pageOf(typed), ...(balance !== undefined && { balance: chosen(BALANCES, balance) }) },
      };
    },
    tell: ({ items }) => table(ACCOUNTS, items.map(accountRow)),
  });
  addPostings(group, session);
  addBill(group, session);
  addVerb(group, session, {
    route: 'listBills',
    name: 'bills',
    request: () => ({}),
    tell: ({ items }) => table(BILLS, items.map(billRow)),
  });
  addListing(group, session, {
    route: 'listDifferences',
    name: 'differences',
    options: [option('--settled', 'settled ones too')],
    request: (typed) => ({ query: { ...pageOf(typed), ...(typed.flag('settled') && { all: 'true' }) } }),
    tell: ({ items }) => table(DIFFERENCES, items.map(differenceRow)),
  });
  addVerb(group, session, {
    route: 'settleDifference',
    name: 'settle <difference-id> <how>',
    request: (typed) => ({ params: { differenceId: typed.arg(0) }, body: { how: typed.arg(1) } }),
    tell: ({ differenceId }) => `${differenceId} is settled`,
  });
}

function addPostings(group: Command, session: Session): void {
  const day = (flags: string, what: string) => option(flags, what).makeOptionMandatory();
  const options = [
    day('--from <day>', 'first day, in China'),
    day('--to <day>', 'last day'),
    day('--out <file>', 'where to'),
  ];
  const command = declare(group, session, { route: 'exportPostings', name: 'postings', options });
  command.action(async () => {
    const typed = typedOf(command);
    const [from = '', to = '', file = ''] = ['from', 'to', 'out'].map((name) => typed.text(name));
    const reply = await session.client().send('exportPostings', { body: { from, to } });
    keep(file, reply);
    const told = { file, bytes: reply.bytes.length };
    session.terminal.out(session.json() ? `${JSON.stringify(told)}\n` : `${file} (${told.bytes} bytes)\n`);
  });
}

function addBill(group: Command, session: Session): void {
  const options = [
    option('--provider <provider>', 'whose it is').choices(PROVIDERS).makeOptionMandatory(),
    option('--day <day>', 'as in 2026-11-28, in China').makeOptionMandatory(),
  ];
  const command = declare(group, session, { route: 'takeBill', name: 'bill <file>', options });
  command.action(async () => {
    const typed = typedOf(command);
    const path = typed.arg(0);
    const handle = await open(path).catch((error: unknown) => {
      throw unreadable(path, error);
    });
    const { size } = await handle.stat();
    const query = { provider: chosen(PROVIDERS, typed.text('provider') ?? ''), day: typed.text('day') ?? '' };
    const reply = await upload(session.client(), addressOf('takeBill', { query }), {
      source: handle.createReadStream(),
      sizeBytes: size,
      key: typed.text('idempotencyKey') ?? randomUUID(),
      headers: { 'content-type': 'text/csv' },
      sent: () => undefined,
    });
    const { rows, matched, differences } = answerOf('takeBill', reply);
    const told = session.json()
      ? reply.bytes.toString().trimEnd()
      : `${rows} rows, ${matched} matched, ${differences} differences`;
    session.terminal.out(`${told}\n`);
  });
}

const titles = (...names: string[]) => names.map((title) => ({ title }));
const ACCOUNTS = titles('order', 'state', 'currency', 'due', 'received', 'refunded', 'balance', 'mismatches');
const BILLS = titles('provider', 'day', 'rows', 'matched', 'differences', 'by', 'at');
const DIFFERENCES = titles('id', 'provider', 'day', 'what', 'movement', 'trade', 'order', 'ours', 'theirs');

const accountRow = (one: Account): string[] => [
  ...[one.orderNo, one.state, one.currency],
  ...[one.dueMinor, one.receivedMinor, one.refundedMinor].map((amount) => formatMinor(amount, one.currency)),
  ...[one.balance, String(one.mismatches)],
];

const billRow = (one: Bill): string[] => [
  ...[one.provider, one.day, String(one.rows), String(one.matched), String(one.differences)],
  ...[one.takenBy, moment(one.takenAt)],
];

const differenceRow = (one: Difference): string[] => {
  const amount = (minor: number | null) => (minor === null ? '' : formatMinor(minor, one.currency));
  return [
    ...[one.differenceId, one.provider, one.day, one.what, one.movement, one.tradeNo, one.orderNo ?? ''],
    ...[amount(one.oursMinor), amount(one.theirsMinor)],
  ];
};
