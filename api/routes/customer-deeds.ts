import { endOtherSessions } from '../../db/customer-sessions.js';
import { linesOf } from '../../db/orders.js';
import { mayConfirm } from '../../domain/customer.js';
import { ledger } from '../../domain/ledger.js';
import { Refusal } from '../../domain/refusal.js';
import type { Routes } from '../contract/routes.js';
import type { Act } from '../handler.js';
import { heldOrder } from '../holding.js';
import { CUSTOMER } from '../principal.js';
import { recordFact } from '../recording.js';
import { nowOf } from '../session.js';

/** What the customer confirms is what the holder of this issue confirms by a scan: once, whichever came first. */
export const confirm: Act<Routes['confirmByCustomer']> = async (tx, deps, { caller: { customer } }) => {
  const hand = await heldOrder(tx, customer);
  const { issueNo } = customer;
  const lines = await linesOf(tx, customer.orderId);
  if (!mayConfirm({ ...hand.row, lines }, hand.facts, issueNo)) throw new Refusal('nothing_to_confirm');
  await recordFact(tx, deps, hand, {
    type: 'customer_confirmed',
    actor: CUSTOMER,
    detail: { issueNo },
    externalId: `confirmed:${issueNo}`,
  });
  return { status: 201, body: { recorded: true } };
};

/** A dispute: its kind to count by, the customer's own words sealed under the order's key (P6.3.3). */
export const report: Act<Routes['reportProblem']> = async (tx, deps, { body, caller: { customer } }) => {
  const hand = await heldOrder(tx, customer);
  const lines = await linesOf(tx, customer.orderId);
  if (ledger({ ...hand.row, lines }, hand.facts).disputesOpen > 0) throw new Refusal('problem_open');
  await recordFact(tx, deps, hand, {
    type: 'dispute_opened',
    actor: CUSTOMER,
    detail: { reason: body.problem, issueNo: customer.issueNo },
    note: body.text,
  });
  return { status: 201, body: { recorded: true } };
};

/** Any holder may say so, since a stranger with the code would not; once an hour, so that nobody floods a desk. */
export const alarm: Act<Routes['reportMisuse']> = async (tx, deps, { caller: { customer } }) => {
  const hand = await heldOrder(tx, customer);
  const { issueNo } = customer;
  const ended = await endOtherSessions(tx, customer);
  await recordFact(tx, deps, hand, {
    type: 'misuse_reported',
    actor: CUSTOMER,
    detail: { issueNo, ended },
    externalId: `misuse:${issueNo}:${nowOf(deps).toISOString().slice(0, 13)}`,
  });
  return { status: 201, body: { recorded: true } };
};
