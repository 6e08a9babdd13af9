import { Argument, type Command } from 'commander';
import { CONTACT_CHANNELS, PROGRESS } from '../domain/incident.js';
import { detailText, fields, maybe, moment, money, table, yesNo } from './print.js';
import { tellRecorded } from './recorded.js';
import type { AnswerOf } from './reply.js';
import { ROOT_CAUSE, rootCauseOf } from './root-cause.js';
import type { Session } from './session.js';
import { option, type Typed } from './typed.js';
import { addVerb } from './verb.js';

const caseOf = (typed: Typed) => ({ params: { caseId: typed.arg(0) } });
const NOTE = option('--note <text>', 'free text; stored encrypted');
const NEEDED_NOTE = option('--note <text>', 'free text; stored encrypted').makeOptionMandatory();
const PROOFS = ['signed_receipt', 'call_record', 'photo', 'document'] as const;
const DIRECTIONS = ['to_customer', 'from_customer'] as const;
const FIELDS = ['name', 'contact', 'phone', 'email', 'address', 'country'] as const;

/** The technician's bench: one case with all that it takes to mend it. */
export function addBench(program: Command, session: Session): void {
  const bench = program.command('bench').description('Mend one case: look, correct, skip, give up, talk');
  addVerb(bench, session, { route: 'showCaseWork', name: 'show <case-id>', request: caseOf, tell: tellWork });
  addEndings(bench, session);
  addAmendments(bench, session);
  addTalks(bench, session);
}

function addEndings(bench: Command, session: Session): void {
  addVerb(bench, session, {
    route: 'giveUpCase',
    name: 'give-up <case-id>',
    options: [ROOT_CAUSE, NEEDED_NOTE],
    request: (typed) => ({
      ...caseOf(typed),
      body: { ...rootCauseOf(typed), note: typed.text('note') ?? '' },
    }),
    tell: tellRecorded,
  });
  addVerb(bench, session, {
    route: 'skipStep',
    name: 'skip <case-id>',
    options: [
      ROOT_CAUSE,
      option('--proof <kind>', 'what shows it').choices(PROOFS).makeOptionMandatory(),
      NEEDED_NOTE,
    ],
    request: (typed) => ({
      ...caseOf(typed),
      body: {
        ...rootCauseOf(typed),
        proof: PROOFS.find((known) => known === typed.text('proof')) ?? 'document',
        note: typed.text('note') ?? '',
      },
    }),
    tell: tellRecorded,
  });
  const command = addVerb(bench, session, {
    route: 'answerSkip',
    name: 'skip-answer <case-id>',
    options: [NOTE],
    request: (typed) => ({
      ...caseOf(typed),
      body: {
        answer: typed.arg(1) === 'confirmed' ? ('confirmed' as const) : ('refused' as const),
        ...noteOf(typed),
      },
    }),
    tell: tellRecorded,
  });
  command.addArgument(new Argument('<answer>').choices(['confirmed', 'refused']));
}

function addAmendments(bench: Command, session: Session): void {
  addVerb(bench, session, {
    route: 'amendOrder',
    name: 'amend <case-id>',
    options: [
      ...FIELDS.map((field) => option(`--${field} <text>`, `the customer's ${field}, corrected`)),
      NOTE,
    ],
    request: (typed) => ({ ...caseOf(typed), body: { changes: changesOf(typed), ...noteOf(typed) } }),
    tell: tellRecorded,
  });
  const command = addVerb(bench, session, {
    route: 'answerAmendment',
    name: 'amend-answer <case-id> <amendment-id>',
    options: [NOTE],
    request: (typed) => ({
      ...caseOf(typed),
      body: {
        amendmentId: typed.arg(1),
        answer: typed.arg(2) === 'applied' ? ('applied' as const) : ('refused' as const),
        ...noteOf(typed),
      },
    }),
    tell: tellRecorded,
  });
  command.addArgument(new Argument('<answer>').choices(['applied', 'refused']));
}

function addTalks(bench: Command, session: Session): void {
  const contact = addVerb(bench, session, {
    route: 'noteContact',
    name: 'contact <case-id>',
    options: [NEEDED_NOTE],
    request: (typed) => ({
      ...caseOf(typed),
      body: {
        channel: CONTACT_CHANNELS.find((known) => known === typed.arg(1)) ?? 'other',
        direction: DIRECTIONS.find((known) => known === typed.arg(2)) ?? 'to_customer',
        note: typed.text('note') ?? '',
      },
    }),
    tell: tellRecorded,
  });
  contact.addArgument(new Argument('<channel>').choices(CONTACT_CHANNELS));
  contact.addArgument(new Argument('<direction>').choices(DIRECTIONS));
  addVerb(bench, session, {
    route: 'previewProgress',
    name: 'letters <case-id>',
    request: caseOf,
    tell: tellLetters,
  });
  const progress = addVerb(bench, session, {
    route: 'tellProgress',
    name: 'progress <case-id>',
    request: (typed) => ({
      ...caseOf(typed),
      body: { progress: PROGRESS.find((known) => known === typed.arg(1)) ?? 'received' },
    }),
    tell: tellRecorded,
  });
  progress.addArgument(new Argument('<progress>').choices(PROGRESS));
}

function noteOf(typed: Typed): { note?: string } {
  const note = typed.text('note');
  return note === undefined ? {} : { note };
}

const changesOf = (typed: Typed): Record<string, string> =>
  Object.fromEntries(
    FIELDS.map((field) => [field, typed.text(field)] as const).filter(
      (pair): pair is readonly [(typeof FIELDS)[number], string] => pair[1] !== undefined,
    ),
  );

function tellLetters({ channel, items }: AnswerOf<'previewProgress'>): string {
  const letters = items.map(({ progress, zh, en }) => `${progress}\n  ${zh}\n  ${en}`);
  return [...letters, channel === null ? 'nothing can be sent: no live code' : `by ${channel}`].join('\n');
}

function tellWork(work: AnswerOf<'showCaseWork'>): string {
  const { amendment, skip } = work;
  const facts = fields([
    ['case', work.caseId],
    ['state', work.state],
    ['paid', `${money(work.paidMinor, work.currency)} of ${money(work.dueMinor, work.currency)}`],
    ['ladder', work.ladder.map(({ step, state }) => `${step} ${state}`).join(', ')],
    ['inputs', work.inputs.map(({ field, value }) => `${field} ${value ?? '-'}`).join(', ') || undefined],
    ['amendment', amendment ? `${amendment.id} ${amendment.status}, by ${amendment.proposedBy}` : undefined],
    ['skip asked', skip ? `by ${skip.askedBy}, ${skip.proof}` : undefined],
    ['skippable', yesNo(work.skippable)],
    ['workflow', work.workflowId],
    ['run', work.temporalUrl ?? undefined],
  ]);
  const effects = work.effects.map(({ what, key, state, at, money: sum }) => [
    what,
    state,
    sum ? money(sum.amountMinor, sum.currency) : '',
    maybe(at) ?? '',
    key,
  ]);
  const attempts = work.attempts.map(({ attempt, code, failedAt }) => [
    String(attempt),
    moment(failedAt),
    code,
  ]);
  const acts = work.acts.map(({ fact, type, at, actor, detail }) => [
    String(fact),
    moment(at),
    actor.id,
    type,
    detailText(detail),
  ]);
  return [
    facts,
    block(['effect', 'state', 'amount', 'at', 'key'], effects),
    block(['attempt', 'failed', 'error'], attempts),
    block(['fact', 'at', 'by', 'act', 'detail'], acts),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const block = (titles: readonly string[], rows: readonly string[][]): string =>
  rows.length === 0
    ? ''
    : table(
        titles.map((title) => ({ title })),
        rows,
      );
