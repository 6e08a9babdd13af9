import type { Command } from 'commander';
import { addListing, pageOf } from './listing.js';
import { detailText, fields, liveList, maybe, moment, yesNo } from './print.js';
import { tellRecorded } from './recorded.js';
import type { AnswerOf } from './reply.js';
import { ROOT_CAUSE, rootCauseOf } from './root-cause.js';
import type { Session } from './session.js';
import { option, REASONS, reasonsOf, type Typed } from './typed.js';
import { addVerb, type View } from './verb.js';

const caseOf = (typed: Typed) => ({ params: { caseId: typed.arg(0) } });
const KINDS = ['technical', 'business'] as const;

export function addCases(program: Command, session: Session): void {
  const cases = program.command('cases').description('Questions that exceptions ask of people');
  addListing(cases, session, {
    route: 'listCases',
    name: 'list',
    options: [
      option('--kind <kind>', 'only these').choices(KINDS),
      option('--cause <key>', 'only cases of this cause'),
      option('--given-up', 'those that were given up'),
    ],
    request: (typed) => ({ query: { ...pageOf(typed), ...filterOf(typed) } }),
    tell: tellCases,
  });
  addVerb(cases, session, { route: 'showCase', name: 'show <case-id>', request: caseOf, tell: tellCase });
  addVerb(cases, session, {
    route: 'retryCase',
    name: 'retry <case-id>',
    options: [ROOT_CAUSE, option('--at <moment>', 'later, as ISO 8601 with its offset'), ...REASONS],
    request: (typed) => ({
      ...caseOf(typed),
      body: { ...rootCauseOf(typed), ...atOf(typed), ...reasonsOf(typed) },
    }),
    tell: tellRecorded,
  });
  addVerb(cases, session, {
    route: 'resolveCase',
    name: 'resolve <case-id>',
    options: [
      option('--resolution <word>', 'what was agreed, as a code word: refunded').makeOptionMandatory(),
      ROOT_CAUSE,
      option('--note <text>', 'free text; stored encrypted'),
    ],
    request: (typed) => ({ ...caseOf(typed), body: resolutionOf(typed) }),
    tell: tellRecorded,
  });
}

function filterOf(typed: Typed) {
  const kind = KINDS.find((known) => known === typed.text('kind'));
  const causeKey = typed.text('cause');
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(causeKey === undefined ? {} : { causeKey }),
    ...(typed.flag('givenUp') ? { status: 'given_up' as const } : {}),
  };
}

function atOf(typed: Typed): { at?: string } {
  const at = typed.text('at');
  return at === undefined ? {} : { at };
}

function resolutionOf(typed: Typed) {
  const note = typed.text('note');
  return {
    resolution: typed.text('resolution') ?? '',
    ...rootCauseOf(typed),
    ...(note === undefined ? {} : { note }),
  };
}

function tellCases({ items, next }: AnswerOf<'listCases'>, { now }: View): string {
  const rows = items.map((one) => [
    one.id,
    one.orderNo,
    one.kind,
    one.step,
    one.code,
    one.blocking ? 'blocking' : '',
    one.status,
    one.ownerDepartment,
    moment(one.openedAt),
    maybe(one.dueAt) ?? '',
  ]);
  return liveList({ columns: COLUMNS, rows, one: 'open case', next }, now);
}

const COLUMNS = ['case', 'order', 'kind', 'step', 'code', '', 'status', 'owner', 'opened', 'due'].map(
  (title) => ({
    title,
  }),
);

function tellCase(one: AnswerOf<'showCase'>): string {
  const next = one.kind === 'technical' ? 'retry' : 'resolve';
  const way = one.status === 'open' ? `\n\n${next}: oqr cases ${next} ${one.id}` : '';
  const facts = fields([
    ['case', one.id],
    ['order', one.orderNo],
    ['kind', one.kind],
    ['step', one.step],
    ['code', one.code],
    ['blocking', yesNo(one.blocking)],
    ['status', one.status],
    ['attempts', String(one.attempts)],
    ['owner', one.ownerDepartment],
    ['opened', moment(one.openedAt)],
    ['retry at', maybe(one.retryAt)],
    ['due', maybe(one.dueAt)],
    ['closed', maybe(one.closedAt)],
    ['resolution', one.resolution ?? undefined],
    ['root cause', one.rootCause ?? undefined],
    ['detail', detailText(one.detail) || undefined],
  ]);
  return `${facts}${way}`;
}
