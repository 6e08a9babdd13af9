import { RIGHTS, type Right } from './people.js';

/** What takes a person's own judgement, or would let a machine make more of itself: no token with scopes has it. */
const PERSONAL: ReadonlySet<Right> = new Set<Right>([
  'review.decide',
  'review.lead',
  'credit.approve',
  'case.resolve',
  'people.edit',
  'absence.arrange',
  'token.manage',
  'key.manage',
]);

/** What a machine's token may be given; with `step_up` its weighty deeds pass without a second proof. */
export const SCOPES = [...RIGHTS.filter((right) => !PERSONAL.has(right)), 'step_up'] as const;
export type TokenScope = (typeof SCOPES)[number];

/** Of a person's rights, those that a token with these scopes carries. */
export function rightsWithin(rights: ReadonlySet<Right>, scopes: readonly string[]): ReadonlySet<Right> {
  return new Set([...rights].filter((right) => !PERSONAL.has(right) && scopes.includes(right)));
}
