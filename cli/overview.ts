import type { Command } from 'commander';
import { addListing, pageOf } from './listing.js';
import { asOf, fields, liveList, moment, table } from './print.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { addStuckExport, STUCK_OPTIONS, stuckFilterOf, tellBoard, tellStuck } from './stuck.js';
import { addVerb, type View } from './verb.js';

export function addOverview(program: Command, session: Session): void {
  addListing(program, session, {
    route: 'listStuck',
    name: 'stuck',
    options: STUCK_OPTIONS,
    request: (typed) => ({ query: { ...pageOf(typed), ...stuckFilterOf(typed) } }),
    tell: tellStuck,
  });
  addStuckExport(program, session);
  addVerb(program, session, { route: 'showBoard', name: 'board', request: () => ({}), tell: tellBoard });
  addVerb(program, session, {
    route: 'listMessages',
    name: 'messages <order-no>',
    request: (typed) => ({ query: { order: typed.arg(0) } }),
    tell: tellMessages,
  });
  addVerb(program, session, {
    route: 'showSummary',
    name: 'summary',
    request: () => ({}),
    tell: tellSummary,
  });
  addVerb(program, session, { route: 'showMe', name: 'me', request: () => ({}), tell: tellMe });
  addHealth(program, session);
}

const tellMe = (me: AnswerOf<'showMe'>): string =>
  fields([
    ['person', `${me.displayName} (${me.id})`],
    ['department', me.department],
    ['roles', me.roles.join(', ')],
    ['rights', me.rights.join(', ')],
  ]);

function addHealth(program: Command, session: Session): void {
  const health = program.command('health').description('Whether the installation answers');
  addVerb(health, session, {
    route: 'showReady',
    name: 'ready',
    about: 'The database answers and a policy version is active; `oqr health` alone asks the same',
    isDefault: true,
    request: () => ({}),
    tell: ({ status, policyVersion }) => `${status}, policy version ${policyVersion}`,
  });
  addVerb(health, session, {
    route: 'showLive',
    name: 'live',
    request: () => ({}),
    tell: ({ status }) => status,
  });
  addVerb(program, session, {
    route: 'showOpenApi',
    name: 'openapi',
    about: 'The OpenAPI 3.1 document of the server, as JSON',
    request: () => ({}),
    tell: (document) => JSON.stringify(document, null, 2),
  });
}

function tellMessages({ items }: AnswerOf<'listMessages'>, { now }: View): string {
  const rows = items.map((message) => [
    message.channel,
    message.status,
    message.template,
    moment(message.queuedAt),
    message.finishedAt ? moment(message.finishedAt) : '',
    message.errorCode ?? '',
  ]);
  const titles = ['channel', 'status', 'template', 'queued', 'finished', 'error'].map((title) => ({ title }));
  return liveList({ columns: titles, rows, one: 'message' }, now);
}

function tellSummary({ states, backlog, calendar }: AnswerOf<'showSummary'>, { now }: View): string {
  const rows = Object.entries(states).map(([state, count]) => [state, String(count)]);
  const { unsent, sent, oldestSeconds } = backlog;
  const years = calendar.yearsMissing.join(' ');
  const missing = years === '' ? '' : `\nthe calendar lacks ${years}: see oqr calendar load`;
  const counts = table([{ title: 'state' }, { title: 'orders', right: true }], rows);
  return `${counts}\n\nwake-ups: ${unsent} unsent, ${sent} sent, the oldest ${oldestSeconds.toFixed(1)} s${missing}\nas of ${asOf(now)}`;
}
