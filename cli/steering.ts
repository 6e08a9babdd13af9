import type { Command } from 'commander';
import { DEPARTMENTS } from '../domain/people.js';
import { PRIORITIES } from '../domain/steering.js';
import { Usage } from './failures.js';
import { addListing, pageOf } from './listing.js';
import { orderNoOf } from './orders.js';
import { liveList, maybe, moment, table } from './print.js';
import { tellRecorded } from './recorded.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { counted, option, REASONS, reasonsOf, type Typed } from './typed.js';
import { addVerb, type View } from './verb.js';

const ACTS = [
  'nudge',
  'reassign',
  'prioritise',
  'extend',
  'escalate',
  'watch',
  'unwatch',
  'pause',
  'resume',
  'hold',
  'release',
  'ask',
] as const;

export function addSteering(program: Command, session: Session): void {
  addVerb(program, session, {
    route: 'steerOrders',
    name: 'steer <act> <order-nos...>',
    about: `Act on orders, each by itself: ${ACTS.join(', ')}`,
    options: [
      option('--department <department>', 'to whom it is given or escalated').choices(DEPARTMENTS),
      option('--person <person>', 'somebody of that department'),
      option('--priority <priority>', 'for prioritise').choices(PRIORITIES),
      counted('--minutes <minutes>', 'for extend: working minutes more'),
      option('--reason <word>', 'why, as a code word to count by').default('other'),
      option('--note <text>', 'free text; stored encrypted'),
    ],
    request: (typed) => ({ body: steeringOf(typed) }),
    tell: tellOutcomes,
    refused: ({ items }) => items.some(({ outcome }) => outcome === 'refused'),
  });
  addVerb(program, session, {
    route: 'explainOrder',
    name: 'explain <order-no>',
    options: REASONS,
    request: (typed) => ({ ...orderNoOf(typed), body: { reason: 'other', ...reasonsOf(typed) } }),
    tell: tellRecorded,
  });
  addVerb(program, session, {
    route: 'listColleagues',
    name: 'colleagues',
    request: () => ({}),
    tell: ({ items }) =>
      table(
        ['person', 'name', 'department'].map((title) => ({ title })),
        items.map(({ id, displayName, department }) => [id, displayName, department]),
      ),
  });
  const notices = program.command('notices').description('What is wanted of you, or of your department');
  addListing(notices, session, {
    route: 'listNotices',
    name: 'list',
    isDefault: true,
    request: (typed) => ({ query: pageOf(typed) }),
    tell: tellNotices,
  });
  addVerb(notices, session, {
    route: 'seeNotice',
    name: 'seen <notice-id>',
    request: (typed) => ({ params: { noticeId: typed.arg(0) }, body: {} }),
    tell: () => 'put away',
  });
}

function steeringOf(typed: Typed) {
  const act = ACTS.find((known) => known === typed.arg(0));
  const orders = typed
    .arg(1)
    .split(',')
    .map((orderNo) => ({ orderNo }));
  const note = typed.text('note');
  const common = { orders, reason: typed.text('reason') ?? 'other', ...(note !== undefined && { note }) };
  const person = typed.text('person');
  const to = {
    department: DEPARTMENTS.find((known) => known === typed.text('department')) ?? ('management' as const),
    ...(person !== undefined && { person }),
  };
  switch (act) {
    case undefined:
      throw new Usage(
        `没有操作 ${typed.arg(0)}。`,
        `${typed.arg(0)} is no act; there are ${ACTS.join(', ')}.`,
      );
    case 'reassign':
    case 'escalate':
      return { act, ...common, ...to };
    case 'prioritise': {
      const priority = PRIORITIES.find((known) => known === typed.text('priority')) ?? 'normal';
      return { act, ...common, priority };
    }
    case 'extend':
      return { act, ...common, minutes: typed.number('minutes') ?? 60 };
    case 'watch':
    case 'unwatch':
      return { act: 'watch' as const, ...common, on: act === 'watch' };
    default:
      return { act, ...common };
  }
}

function tellOutcomes({ items }: AnswerOf<'steerOrders'>): string {
  const rows = items.map((item) => [item.orderNo, item.outcome, item.sentence ?? '']);
  return table(
    ['order', 'outcome', 'because'].map((title) => ({ title })),
    rows,
  );
}

function tellNotices({ items, next }: AnswerOf<'listNotices'>, { now }: View): string {
  const rows = items.map((notice) => [
    notice.id,
    notice.orderNo,
    notice.kind,
    notice.reason ?? '',
    notice.fromName ?? notice.from,
    notice.toPerson ?? notice.toDepartment,
    moment(notice.createdAt),
    maybe(notice.dueAt) ?? '',
  ]);
  const columns = ['notice', 'order', 'kind', 'reason', 'from', 'to', 'at', 'due'].map((title) => ({
    title,
  }));
  return liveList({ columns, rows, one: 'notice', next }, now);
}
