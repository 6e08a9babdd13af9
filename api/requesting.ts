import type { Tx } from '../db/sql.js';
import type { FactDetail, FactType } from '../domain/facts.js';
import type { Recorded } from './contract/recorded.js';
import type { ApiDeps } from './deps.js';
import type { Signed } from './principal.js';
import { given, type InHand, inHand, recordedBody, recordFact, refuseUnlessAllowed } from './recording.js';

/** What a person asks for: a decision fact of theirs, with a reason to count by and a note for people. */
export interface Asked {
  orderNo: string;
  type: FactType;
  person: Signed;
  detail?: FactDetail;
  body: { reason?: string; note?: string };
  /** What the deed itself refuses, beyond what the state forbids. */
  refuse?: (hand: InHand) => void;
}

/** Records a request under the order's lock when the domain allows it (domain: requests and decisions). */
export async function requestFact(
  tx: Tx,
  deps: ApiDeps,
  asked: Asked,
): Promise<{ status: 201; body: Recorded }> {
  const { orderNo, type, person, detail, body, refuse } = asked;
  const hand = await inHand(tx, orderNo);
  refuseUnlessAllowed(hand, type);
  refuse?.(hand);
  const recorded = await recordFact(tx, deps, hand, {
    type,
    actor: person.actor,
    detail: given({ ...detail, reason: body.reason }),
    note: body.note,
  });
  return { status: 201, body: recordedBody(recorded) };
}
