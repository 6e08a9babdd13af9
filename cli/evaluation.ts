import { moment, plain, table } from './print.js';
import type { AnswerOf } from './reply.js';

type Evaluation = NonNullable<AnswerOf<'showReview'>['evaluation']>;

/** The last verification: rule by rule, and what would have passed. */
export function tellVerification({ latest }: AnswerOf<'showVerification'>): string {
  if (!latest) return 'Not verified yet';
  const { evaluation, policyVersion, verifiedAt } = latest;
  return `policy version ${policyVersion}, ${moment(verifiedAt)}\n${tellEvaluation(evaluation)}`;
}

const COLUMNS = ['kind', 'rule', 'met', 'expected', 'found'].map((title) => ({ title }));

export function tellEvaluation(evaluation: Evaluation): string {
  const rows = [
    ...evaluation.conditions.map((one) => ['condition', one] as const),
    ...evaluation.contradictions.map((one) => ['contradiction', one] as const),
    ...evaluation.risks.map((one) => ['risk', one] as const),
  ].map(([kind, { id, met, expected, found }]) => [kind, id, met ? 'met' : '', expected, found]);
  const { verdict, rule, nearest } = evaluation;
  const way = nearest.length > 0 ? [`would have passed with: ${plain(nearest.join(' · '))}`] : [];
  return [`verdict ${verdict} by rule ${plain(rule)}`, ...way, table(COLUMNS, rows)].join('\n');
}
