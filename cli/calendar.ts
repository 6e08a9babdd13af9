import type { Command } from 'commander';
import { DEPARTMENTS } from '../domain/people.js';
import { Usage } from './failures.js';
import { orderNoOf } from './orders.js';
import { fields, table } from './print.js';
import { tellRecorded } from './recorded.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { counted, option, REASONS, reasonsOf, repeated, type Typed } from './typed.js';
import { addVerb } from './verb.js';

export function addCalendar(program: Command, session: Session): void {
  const calendar = program
    .command('calendar')
    .description('The company calendar that deadlines are counted on');
  addVerb(calendar, session, {
    route: 'showCalendar',
    name: 'show',
    isDefault: true,
    options: [counted('--year <year>', 'this year unless given')],
    request: (typed) => ({ query: yearOf(typed) }),
    tell: tellCalendar,
  });
  addEdits(calendar, session);
  const clock = program.command('clock').description('Pause the clock of an order, or let it run again');
  addVerb(clock, session, {
    route: 'pauseClock',
    name: 'pause <order-no>',
    options: [
      option('--reason <word>', 'why, as a code word to count by').makeOptionMandatory(),
      option('--note <text>', 'free text; stored encrypted'),
    ],
    request: (typed) => ({
      ...orderNoOf(typed),
      body: { ...reasonsOf(typed), reason: typed.text('reason') ?? '' },
    }),
    tell: tellRecorded,
  });
  addVerb(clock, session, {
    route: 'resumeClock',
    name: 'resume <order-no>',
    options: REASONS,
    request: (typed) => ({ ...orderNoOf(typed), body: reasonsOf(typed) }),
    tell: tellRecorded,
  });
}

function addEdits(calendar: Command, session: Session): void {
  const tell = ({ revision }: { revision: number }) =>
    `calendar revision ${revision}; deadlines follow shortly`;
  addVerb(calendar, session, {
    route: 'editCalendar',
    name: 'edit',
    options: [
      option('--name <name>', 'what it is called'),
      option('--zone <zone>', 'IANA name: Asia/Shanghai'),
    ],
    request: (typed) => ({ body: namesOf(typed) }),
    tell,
  });
  addVerb(calendar, session, {
    route: 'editCalendarDays',
    name: 'days',
    options: [...DAY_KINDS, option('--reason <text>', 'why, for all of these days')],
    request: (typed) => ({
      body: {
        days: [...namedOf(typed), ...daysOf(typed, 'ordinary', 'ordinary' as const)].map((one) => ({
          ...one,
          ...reasonOf(typed),
        })),
      },
    }),
    tell,
  });
  addVerb(calendar, session, {
    route: 'loadCalendarYear',
    name: 'load <year>',
    options: [
      ...DAY_KINDS.slice(0, 2),
      option('--statutory', 'the statutory days of China instead, where the house knows them'),
    ],
    request: (typed) => ({
      body: {
        year: Number(typed.arg(0)),
        ...(typed.flag('statutory') ? {} : { days: namedOf(typed) }),
      },
    }),
    tell,
  });
  addVerb(calendar, session, {
    route: 'editShifts',
    name: 'shifts [department]',
    about: 'Replace the working hours of a department, or without one the default hours',
    options: [repeated('--shift <shift>', 'weekday and hours, 1 is Monday: 1@09:00-12:00; may be repeated')],
    request: (typed) => ({
      body: { department: departmentOf(typed.arg(0)), shifts: typed.list('shift').map(shiftOf) },
    }),
    tell,
  });
}

const DAY_KINDS = [
  repeated('--holiday <day>', 'nobody works: 2027-10-01; may be repeated'),
  repeated('--make-up <day>', 'a weekend day that is worked; may be repeated'),
  repeated('--ordinary <day>', 'as its weekday; may be repeated'),
];

const namedOf = (typed: Typed) => [
  ...daysOf(typed, 'holiday', 'holiday' as const),
  ...daysOf(typed, 'makeUp', 'make_up' as const),
];

const reasonOf = (typed: Typed): { reason?: string } => {
  const reason = typed.text('reason');
  return reason === undefined ? {} : { reason };
};

const yearOf = (typed: Typed): { year?: number } => {
  const year = typed.number('year');
  return year === undefined ? {} : { year };
};

function namesOf(typed: Typed): { name?: string; zone?: string } {
  const [name, zone] = [typed.text('name'), typed.text('zone')];
  return { ...(name === undefined ? {} : { name }), ...(zone === undefined ? {} : { zone }) };
}

const daysOf = <Kind>(typed: Typed, name: string, kind: Kind): { day: string; kind: Kind }[] =>
  typed.list(name).map((day) => ({ day, kind }));

function departmentOf(text: string): (typeof DEPARTMENTS)[number] | null {
  if (text === '') return null;
  const department = DEPARTMENTS.find((known) => known === text);
  if (department) return department;
  throw new Usage(`没有部门 ${text}。`, `${text} is no department; there are ${DEPARTMENTS.join(', ')}.`);
}

function shiftOf(text: string): { weekday: number; fromMinute: number; toMinute: number } {
  const [, weekday, ...times] = /^([1-7])@(\d\d):([0-5]\d)-(\d\d):([0-5]\d)$/.exec(text) ?? [];
  const [fromHour = 0, from = 0, toHour = 0, to = 0] = times.map(Number);
  if (weekday === undefined)
    throw new Usage(`班次写成 1@09:00-12:00，不是 ${text}。`, `A shift is 1@09:00-12:00, not ${text}.`);
  return { weekday: Number(weekday), fromMinute: fromHour * 60 + from, toMinute: toHour * 60 + to };
}

function tellCalendar(calendar: AnswerOf<'showCalendar'>): string {
  const { year, loaded, days, shifts, yearsMissing, deadlines } = calendar;
  const head = fields([
    ['calendar', calendar.name],
    ['zone', calendar.zone],
    ['year', `${year}, ${loaded ? 'loaded' : 'not loaded: it goes by its weekdays alone'}`],
    ['missing', yearsMissing.length > 0 ? yearsMissing.join(' ') : undefined],
    ['deadlines', `${deadlines.open}, of which ${deadlines.behind} are being counted anew`],
  ]);
  const hours = shifts.map((shift) => [
    shift.department ?? 'default',
    String(shift.weekday),
    `${clockTime(shift.fromMinute)}-${clockTime(shift.toMinute)}`,
  ]);
  const named = days.map(({ day, kind, reason = '', source }) => [day, kind, reason, source]);
  return [
    head,
    table(
      ['department', 'weekday', 'hours'].map((title) => ({ title })),
      hours,
    ),
    ...(named.length > 0
      ? [
          table(
            ['day', 'kind', 'reason', 'source'].map((title) => ({ title })),
            named,
          ),
        ]
      : []),
  ].join('\n\n');
}

const clockTime = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
