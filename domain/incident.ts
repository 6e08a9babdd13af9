import type { Fact, FactType } from './facts.js';

/** What a technician's desk knows of causes, retries and their proof (P6.3.2). */

/** Why a case came about: the short list that closing one chooses from. */
export const ROOT_CAUSES = [
  'system_fault',
  'external_down',
  'wrong_data',
  'wrong_rule',
  'operator_mistake',
  'entered_twice',
  'customer_dispute',
  'other',
] as const;
export type RootCause = (typeof ROOT_CAUSES)[number];

/** What a list of causes is narrowed by: who still waits, what is under retry, what failed again. */
export const INCIDENT_STATUSES = ['waiting', 'retrying', 'again'] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

/** How people spoke with a customer about a dispute (P6.3.3). */
export const CONTACT_CHANNELS = ['phone', 'email', 'sms', 'visit', 'other'] as const;

/** What a customer may be told about a dispute: fixed sentences, never free text (P6.3.3). */
export const PROGRESS = ['received', 'investigating', 'waiting_for_you', 'settled'] as const;
export type Progress = (typeof PROGRESS)[number];

/** What the customer reads about a dispute, until somebody changes the template (P6.3.3). */
export const TOLD: Readonly<Record<Progress, { zh: string; en: string }>> = {
  received: { zh: '我们已收到您反映的问题。', en: 'We have received what you reported.' },
  investigating: {
    zh: '我们正在核实，会尽快答复您。',
    en: 'We are looking into it and will come back to you soon.',
  },
  waiting_for_you: {
    zh: '我们需要您补充信息，请联系客服。',
    en: 'We need more from you; please contact us.',
  },
  settled: { zh: '问题已处理完毕，订单将继续办理。', en: 'It is settled, and your order goes on.' },
};

/** Steps that people may do by other means, with proof; what a write-off stands on is never skipped. */
export const SKIPPABLE: readonly string[] = ['dispatch'];

/** How many cases a stage of a canary batch starts: one, then a few, then the rest in handfuls. */
export function stageSize(stage: number): number {
  if (stage <= 1) return 1;
  return stage === 2 ? 5 : 50;
}

/** Whether so much of a stage failed that the batch stops by itself. */
export const failsTooOften = (failed: number, of: number, maxFailurePercent: number): boolean =>
  of > 0 && failed * 100 > of * maxFailurePercent;

/** The steps that an order goes through, in order, with the fact that each is done by. */
const LADDER: readonly { step: string; done: readonly FactType[] }[] = [
  { step: 'issue', done: ['code_issued'] },
  { step: 'dispatch', done: ['code_dispatched'] },
  { step: 'verify', done: ['verification_passed', 'verification_deferred', 'verification_failed'] },
  { step: 'review', done: ['review_opened'] },
  { step: 'write_off', done: ['written_off'] },
  { step: 'archive', done: ['archived'] },
];

export interface Rung {
  step: string;
  state: 'done' | 'failed' | 'pending';
  /** The fact that shows it. */
  fact: number | null;
}

/** Where on the ladder an order stands: done, failed here, still to come. */
export function rungsOf(facts: readonly Fact[], failedStep: string): Rung[] {
  return LADDER.map(({ step, done }) => {
    const fact = facts.findLast(({ type }) => done.includes(type))?.number ?? null;
    if (step === failedStep) return { step, state: 'failed', fact: null };
    return { step, state: fact === null ? 'pending' : 'done', fact };
  });
}
