import { timingSafeEqual } from 'node:crypto';
import { proveCustomerSession } from '../../db/customer-sessions.js';
import { forgetProofTries, type ProofTry, takeProofTry } from '../../db/proof-tries.js';
import type { Db, Tx } from '../../db/sql.js';
import { openQuestion, PROOF_CODE_MINUTES } from '../../domain/customer.js';
import { Refusal } from '../../domain/refusal.js';
import { isOneTimeCode } from '../../platform/keys/one-time-code.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import type { Act, InSession } from '../handler.js';
import { giveCookie, heldOrder } from '../holding.js';
import { addressKey, STRANGER } from '../principal.js';
import { type InHand, recordFact } from '../recording.js';
import type { RequestOf } from '../request.js';
import { customerOf } from '../sealing.js';
import { nowOf } from '../session.js';

/** Asks the lifecycle to send a one-time code; whether the customer has a channel, no answer tells. */
export const ask: Act<Routes['askProofCode']> = async (tx, deps, { caller }) => {
  const { customer, address } = caller;
  await takeTry(tx, deps, { codeId: customer.codeId, what: 'asked', address });
  const hand = await heldOrder(tx, customer);
  const { issueNo } = customer;
  await recordFact(tx, deps, hand, { type: 'proof_code_asked', actor: STRANGER, detail: { issueNo } });
  return { status: 201, body: { minutes: PROOF_CODE_MINUTES } };
};

/** A second proof counts as a try before it is looked at; one that is right gives the session a new id. */
export const prove: InSession<Routes['proveCustomer']> = async (deps, { body, caller }, req) => {
  const { customer, address } = caller;
  const by = 'code' in body ? ('code' as const) : ('phone' as const);
  const tried = await takeTry(deps.db, deps, { codeId: customer.codeId, what: by, address });
  await deps.db.transaction(async (tx) => {
    const hand = await heldOrder(tx, customer);
    const of = await provenBy(tx, deps, hand, body);
    if (of === undefined) throw new Refusal('proof_failed');
    const { issueNo } = customer;
    await recordFact(tx, deps, hand, {
      type: 'customer_proven',
      actor: STRANGER,
      detail: { issueNo, by, ...of },
    });
    await proveCustomerSession(tx, customer, { idHash: giveCookie(deps, req), by });
    await forgetProofTries(tx, tried);
  });
  return { status: 200, body: { provenBy: by } };
};

async function takeTry(
  db: Db,
  deps: ApiDeps,
  { address, ...tried }: Omit<ProofTry, 'addressKey'> & { address: string },
): Promise<ProofTry> {
  const known = { ...tried, addressKey: addressKey(deps, 'proof', address) };
  const taken = await takeProofTry(db, known);
  if ('id' in taken) return known;
  throw new Refusal('proof_locked', { retryAfterSeconds: Math.ceil(taken.lockedMs / 1000) });
}

/** What the fact of a proof names beside its kind; undefined when it proves nothing. */
async function provenBy(
  tx: Tx,
  deps: ApiDeps,
  hand: InHand,
  given: RequestOf<Routes['proveCustomer']>['body'],
): Promise<{ of?: number } | undefined> {
  if ('code' in given) {
    const fact = openQuestion(hand.facts, nowOf(deps));
    if (fact === undefined) return undefined;
    return isOneTimeCode(deps.ring, { orderId: hand.row.id, fact }, given.code) ? { of: fact } : undefined;
  }
  const customer = await customerOf(deps, tx, hand.row);
  const known = (customer?.phone ?? '').replace(/\D/g, '').slice(-given.phone.length);
  if (known.length !== given.phone.length) return undefined;
  return timingSafeEqual(Buffer.from(known), Buffer.from(given.phone)) ? {} : undefined;
}
