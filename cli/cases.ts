import type { Command } from 'commander';
import { addListing, pageOf } from './listing.js';
import { detailText, fields, liveList, maybe, moment, yesNo } from './print.js';
import { tellRecorded } from './recorded.js';
import type { AnswerOf } from './reply.js';
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
    options: [option('--kind <kind>', 'only these').choices(KINDS)],
    request: (typed) => ({ query: { ...pageOf(typed), ...kindOf(typed) } }),
    tell: tellCases,
  });
  addVerb(cases, session, { route: 'showCase', name: 'show <case-id>', request: caseOf, tell: tellCase });
  addVerb(cases, session, {
    route: 'retryCase',
    name: 'retry <case-id>',
    options: REASONS,
    request: (typed) => ({ ...caseOf(typed), body: reasonsOf(typed) }),
    tell: tellRecorded,
  });
  addVerb(cases, session, {
    route: 'resolveCase',
    name: 'resolve <case-id>',
    options: [
      option('--resolution <word>', 'what was agreed, as a code word: refunded').makeOptionMandatory(),
      option('--root-cause <word>', 'what it came from, as a code word: entered_twice'),
      option('--note <text>', 'free text; stored encrypted'),
    ],
    request: (typed) => ({ ...caseOf(typed), body: resolutionOf(typed) }),
    tell: tellRecorded,
  });
}

function kindOf(typed: Typed): { kind?: (typeof KINDS)[number] } {
  const kind = KINDS.find((known) => known === typed.text('kind'));
  return kind === undefined ? {} : { kind };
}

function resolutionOf(typed: Typed): { resolution: string; rootCause?: string; note?: string } {
  const [rootCause, note] = [typed.text('rootCause'), typed.text('note')];
  return {
    resolution: typed.text('resolution') ?? '',
    ...(rootCause === undefined ? {} : { rootCause }),
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
    ['due', maybe(one.dueAt)],
    ['closed', maybe(one.closedAt)],
    ['resolution', one.resolution ?? undefined],
    ['root cause', one.rootCause ?? undefined],
    ['detail', detailText(one.detail) || undefined],
  ]);
  return `${facts}${way}`;
}
