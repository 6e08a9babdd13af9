import type { Command } from 'commander';
import { Usage } from './failures.js';
import { addListing, pageOf } from './listing.js';
import { fields, liveList, maybe, moment, money } from './print.js';
import type { AnswerOf } from './reply.js';
import { ROOT_CAUSE, rootCauseOf } from './root-cause.js';
import type { Session } from './session.js';
import { counted, option, type Typed } from './typed.js';
import { addVerb, type View } from './verb.js';

const batchOf = (typed: Typed) => ({ params: { batchId: typed.arg(0) } });
type Batch = AnswerOf<'showBatch'>;

export function addBatches(program: Command, session: Session): void {
  const batches = program.command('batches').description('Canary batches: retry one, five, then the rest');
  addVerb(batches, session, {
    route: 'startBatch',
    name: 'start',
    options: [
      option('--cause <key>', 'every open case of this cause'),
      option('--cases <ids>', 'these cases, with commas'),
      option('--failed-of <batch-id>', 'only what failed there, or was never started'),
      ROOT_CAUSE,
      counted('--max-failure-percent <n>', 'stop by itself above this; 20 unless given'),
    ],
    request: (typed) => ({ body: { ...chosenOf(typed), ...rootCauseOf(typed), ...limitOf(typed) } }),
    tell: ({ batchId, items }) => `${batchId}: ${items} cases; oqr batches show ${batchId}`,
  });
  addListing(batches, session, {
    route: 'listBatches',
    name: 'list',
    request: (typed) => ({ query: pageOf(typed) }),
    tell: tellBatches,
  });
  addVerb(batches, session, {
    route: 'showBatch',
    name: 'show <batch-id>',
    request: batchOf,
    tell: tellBatch,
  });
  addListing(batches, session, {
    route: 'listBatchItems',
    name: 'items <batch-id>',
    request: (typed) => ({ ...batchOf(typed), query: pageOf(typed) }),
    tell: tellItems,
  });
  for (const [name, wanted, about] of WISHES)
    addVerb(batches, session, {
      route: 'steerBatch',
      name: `${name} <batch-id>`,
      about,
      options: [counted('--revision <n>', 'the revision that you saw').makeOptionMandatory()],
      request: (typed) => ({ ...batchOf(typed), body: { wanted, revision: typed.number('revision') ?? 0 } }),
      tell: ({ batchId, revision }) => `${batchId}: wished, revision ${revision}`,
    });
}

const WISHES = [
  ['suspend', 'suspend', 'Start no further stage until resumed'],
  ['resume', 'run', 'Go on with a suspended or stopped batch'],
  ['cancel', 'cancel', 'Start nothing more; what was started is read back'],
] as const;

function chosenOf(typed: Typed) {
  const [causeKey, cases, failedOf] = [typed.text('cause'), typed.text('cases'), typed.text('failedOf')];
  if (causeKey !== undefined) return { causeKey };
  if (cases !== undefined) return { caseIds: cases.split(',') };
  if (failedOf !== undefined) return { failedOf };
  throw new Usage('请给出 --cause、--cases 或 --failed-of。', 'Give --cause, --cases or --failed-of.');
}

function limitOf(typed: Typed): { maxFailurePercent?: number } {
  const maxFailurePercent = typed.number('maxFailurePercent');
  return maxFailurePercent === undefined ? {} : { maxFailurePercent };
}

const countsOf = ({ counts }: Batch): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ');

function tellBatches({ items, next }: AnswerOf<'listBatches'>, { now }: View): string {
  const rows = items.map((one) => [
    one.id,
    one.status,
    one.step ?? '',
    one.cause ?? '',
    countsOf(one),
    one.requestedBy,
    moment(one.createdAt),
  ]);
  const titles = ['batch', 'status', 'step', 'cause', 'cases', 'by', 'started'];
  return liveList({ columns: titles.map((title) => ({ title })), rows, one: 'batch', next }, now);
}

function tellBatch(one: Batch): string {
  return fields([
    ['batch', one.id],
    ['status', one.status],
    ['wanted', one.wanted],
    ['revision', String(one.revision)],
    ['stage', String(one.stage)],
    ['cases', countsOf(one)],
    ['root cause', one.rootCause],
    ['stops above', `${one.maxFailurePercent} %`],
    ['failed', one.step === null ? undefined : `${one.step}: ${one.cause ?? ''}`],
    ['cause', one.causeKey ?? undefined],
    ['by', one.requestedBy],
    ['started', moment(one.createdAt)],
    ['ended', maybe(one.endedAt)],
  ]);
}

function tellItems({ items, next }: AnswerOf<'listBatchItems'>, { now }: View): string {
  const rows = items.map((one) => [
    String(one.position),
    one.orderNo,
    money(one.amountMinor, one.currency),
    one.status,
    String(one.stage ?? ''),
    maybe(one.endedAt) ?? '',
    one.status === 'failed' || one.status === 'refused' ? (one.code ?? '') : '',
  ]);
  const titles = ['', 'order', 'amount', 'status', 'stage', 'ended', 'because'];
  return liveList({ columns: titles.map((title) => ({ title })), rows, one: 'case', next }, now);
}
