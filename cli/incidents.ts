import type { Command } from 'commander';
import { INCIDENT_STATUSES } from '../domain/incident.js';
import { addListing, pageOf } from './listing.js';
import { fields, liveList, moment, money, plain, table } from './print.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { counted, option, type Typed } from './typed.js';
import { addVerb, type View } from './verb.js';

const causeOf = (typed: Typed) => ({ params: { causeKey: typed.arg(0) } });
type Incident = AnswerOf<'showIncident'>;

export function addIncidents(program: Command, session: Session): void {
  const incidents = program.command('incidents').description('Technical failures, one line a cause');
  addListing(incidents, session, {
    route: 'listIncidents',
    name: 'list',
    options: [
      option('--step <step>', 'only causes at this step'),
      option('--status <status>', 'only causes of which some case stands so').choices(INCIDENT_STATUSES),
      option('--text <text>', 'only failures whose text has this'),
      option('--assigned-to <person>', 'whose; "nobody" for causes that nobody has'),
    ],
    request: (typed) => ({ query: { ...pageOf(typed), ...filterOf(typed) } }),
    tell: tellIncidents,
  });
  addVerb(incidents, session, {
    route: 'showIncident',
    name: 'show <cause>',
    request: causeOf,
    tell: tellIncident,
  });
  addVerb(incidents, session, {
    route: 'editIncident',
    name: 'note <cause>',
    options: [
      counted('--version <n>', 'the version that you saw; 0 for the first').makeOptionMandatory(),
      option('--fix <text>', 'the known fix; stored encrypted'),
      option('--assign <person>', 'who has it'),
    ],
    request: (typed) => ({
      ...causeOf(typed),
      body: {
        version: typed.number('version') ?? 0,
        knownFix: typed.text('fix') ?? null,
        assignedTo: typed.text('assign') ?? null,
      },
    }),
    tell: ({ causeKey, version }) => `${causeKey}: version ${version} is written`,
  });
  addVerb(incidents, session, {
    route: 'checkCases',
    name: 'check [cause]',
    options: [option('--cases <ids>', 'these cases instead, with commas')],
    request: (typed) => ({ query: chosenOf(typed) }),
    tell: tellChecks,
  });
  addVerb(incidents, session, {
    route: 'showCaseStatistics',
    name: 'statistics',
    options: [counted('--weeks <n>', 'how far back; 12 unless given')],
    request: (typed) => ({ query: { weeks: typed.number('weeks') ?? 12 } }),
    tell: tellStatistics,
  });
}

function filterOf(typed: Typed) {
  const [step, text, assignedTo] = [typed.text('step'), typed.text('text'), typed.text('assignedTo')];
  const status = INCIDENT_STATUSES.find((known) => known === typed.text('status'));
  return {
    ...(step === undefined ? {} : { step }),
    ...(status === undefined ? {} : { status }),
    ...(text === undefined ? {} : { text }),
    ...(assignedTo === undefined ? {} : { assignedTo }),
  };
}

function chosenOf(typed: Typed): { causeKey?: string; caseIds?: string } {
  const caseIds = typed.text('cases');
  return caseIds === undefined ? { causeKey: typed.arg(0) } : { caseIds };
}

const sums = ({ money: amounts }: Incident): string =>
  amounts.map(({ amountMinor, currency }) => money(amountMinor, currency)).join(' + ');

function tellIncidents({ items, next }: AnswerOf<'listIncidents'>, { now }: View): string {
  const rows = items.map((one) => [
    one.causeKey,
    one.step,
    one.cause,
    String(one.cases),
    sums(one),
    moment(one.firstSeenAt),
    moment(one.lastSeenAt),
    one.assignedTo ?? '',
  ]);
  const titles = ['key', 'step', 'cause', 'cases', 'amount', 'first', 'last', 'assigned'];
  return liveList({ columns: titles.map((title) => ({ title })), rows, one: 'cause', next }, now);
}

function tellIncident(one: Incident): string {
  return fields([
    ['key', one.causeKey],
    ['step', one.step],
    ['cause', one.cause],
    ['cases', `${one.cases}, ${one.retrying} under retry, ${one.failedAgain} failed again`],
    ['amount', sums(one)],
    ['first seen', moment(one.firstSeenAt)],
    ['last seen', moment(one.lastSeenAt)],
    ['last 24 h', one.trend.join(' ')],
    ['assigned', one.assignedTo ?? undefined],
    ['known fix', one.knownFix ?? undefined],
    ['note version', String(one.noteVersion)],
  ]);
}

function tellChecks({ passing, failing, left, items }: AnswerOf<'checkCases'>): string {
  const rows = items.map((one) => [
    one.orderNo,
    one.step,
    one.passes ? 'pass' : 'fails',
    one.because ?? one.outcome ?? '',
  ]);
  const more = left > 0 ? `, ${left} not checked` : '';
  const summary = `${passing} will pass, ${failing} still fail${more}`;
  if (rows.length === 0) return summary;
  const columns = ['order', 'step', 'now', 'because / outcome'].map((title) => ({ title }));
  return `${table(columns, rows)}\n${summary}`;
}

function tellStatistics({ items }: AnswerOf<'showCaseStatistics'>): string {
  if (items.length === 0) return 'No case was closed in these weeks.';
  const rows = items.map(({ week, kind, rootCause, cases }) => [week, kind, plain(rootCause), String(cases)]);
  return table(
    [{ title: 'week of' }, { title: 'kind' }, { title: 'root cause' }, { title: 'cases', right: true }],
    rows,
  );
}
