import type { Fact } from './facts.js';

/** What a code states of its order (P1.3, P2.1.2): when one of these is amended, the code in hand is untrue. */
const KEY_FIELDS: readonly string[] = ['ref', 'name', 'lines'];

/**
 * How many codes are still to be issued: one for each request since the first code, and one for an amendment that made
 * the live code untrue, unless a new code is due anyway.
 */
export function reissuesDue(facts: readonly Pick<Fact, 'type' | 'detail'>[]): number {
  let owed = 0;
  let issued = false;
  let live = false;
  for (const fact of facts) {
    if (fact.type === 'code_issued') {
      owed = issued ? Math.max(0, owed - 1) : 0;
      issued = live = true;
    }
    if (fact.type === 'code_voided' || fact.type === 'code_expired') live = false;
    if (fact.type === 'reissue_requested' && issued) owed += 1;
    if (live && owed === 0 && makesUntrue(fact)) owed = 1;
  }
  return owed;
}

/** An amendment of something that the code states. */
export function makesUntrue({ type, detail }: Pick<Fact, 'type' | 'detail'>): boolean {
  const { fields } = detail;
  return (
    type === 'order_amended' && Array.isArray(fields) && fields.some((field) => KEY_FIELDS.includes(field))
  );
}
