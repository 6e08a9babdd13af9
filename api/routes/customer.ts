import { codeOfToken, liveCode } from '../../db/codes.js';
import { endCustomerSession, openCustomerSession } from '../../db/customer-sessions.js';
import { factsOf } from '../../db/facts.js';
import { type LineRow, linesOf, type OrderRow, orderById } from '../../db/orders.js';
import { customerStatus, mayConfirm, mayPay, owedBy, storyOf } from '../../domain/customer.js';
import type { Fact } from '../../domain/facts.js';
import { fold } from '../../domain/lifecycle.js';
import { PROVIDERS } from '../../domain/payment.js';
import { Refusal } from '../../domain/refusal.js';
import { drawSvg } from '../../qr/symbol.js';
import { readToken } from '../../qr/token.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import { iso, isoOrNull } from '../faces.js';
import type { InSession, Read } from '../handler.js';
import { cookieOf, giveCookie, takeCookie } from '../holding.js';
import { codeInForce } from '../labels.js';
import { nowOf } from '../session.js';
import { scan } from './scans.js';

/** A stranger's scan, which is recorded as one; a live code opens a session that is bound to it. */
export const open: InSession<Routes['openCustomerPage']> = (deps, request, req) =>
  deps.db.transaction(async (tx) => {
    const { body, caller } = request;
    const look = { ...body, purpose: 'look' as const };
    const stranger = { ...request, body: look, caller: { ...caller, person: undefined } };
    const { accepted: valid, sentence } = (await scan(tx, deps, stranger)).body;
    if (valid) {
      const { id: codeId, orderId } = await codeOf(deps, tx, body.token);
      await openCustomerSession(tx, { idHash: giveCookie(deps, req), orderId, codeId });
    }
    return { status: 200, body: { valid, sentence } };
  });

async function codeOf(deps: ApiDeps, db: ApiDeps['db'], token: string) {
  const reading = readToken(deps.tokenKeys, token, { hosts: [deps.codeHost], now: nowOf(deps) });
  const code = 'tokenId' in reading ? await codeOfToken(db, reading.tokenId) : undefined;
  if (!code) throw new Error('codeOf: an accepted code without its row');
  return code;
}

export const leave: InSession<Routes['leaveCustomerPage']> = async (deps, _request, req) => {
  const idHash = cookieOf(deps, req);
  if (idHash) await endCustomerSession(deps.db, idHash);
  takeCookie(deps, req);
  return { status: 200, body: { left: true } };
};

export const show: Read<Routes['showCustomerOrder']> = async (deps, { caller: { customer } }) => {
  const { db } = deps;
  const { orderId, provenBy } = customer;
  const [row, lines, facts, code] = await Promise.all([
    orderById(db, orderId),
    linesOf(db, orderId),
    factsOf(db, orderId),
    liveCode(db, orderId),
  ]);
  if (!row || !code) throw new Refusal('customer_session_missing');
  return {
    status: 200,
    body: {
      status: customerStatus(fold(facts), { ...row, lines }, facts),
      expiresAt: iso(code.expiresAt),
      opened: openings(facts, code.issueNo),
      provenBy,
      order: provenBy === null ? null : detailsOf(deps, { row, lines, facts, issueNo: code.issueNo }),
    },
  };
};

function openings(facts: readonly Fact[], issueNo: number) {
  const seen = facts.filter(
    ({ type, actor, detail }) =>
      type === 'scanned' && actor.kind === 'customer' && detail.issueNo === issueNo,
  );
  return { times: seen.length, last: isoOrNull(seen.at(-1)?.happenedAt ?? null) };
}

interface Held {
  row: OrderRow;
  lines: readonly LineRow[];
  facts: readonly Fact[];
  issueNo: number;
}

function detailsOf({ payments }: ApiDeps, { row, lines, facts, issueNo }: Held) {
  const order = { ...row, lines };
  const { orderNo, settlement, currency, amountMinor, orderedAt } = row;
  return {
    ...{ orderNo, settlement, currency, amountMinor, orderedAt: iso(orderedAt) },
    owedMinor: owedBy(order, facts),
    payBy: mayPay(fold(facts), order, facts) ? PROVIDERS.filter((one) => payments?.[one]) : [],
    mayConfirm: mayConfirm(order, facts, issueNo),
    lines: lines.map(({ name, kind, quantity, amountMinor: lineMinor }) => ({
      ...{ name, kind, quantity },
      amountMinor: lineMinor,
    })),
    story: storyOf(facts).map(({ at, ...one }) => ({ ...one, at: iso(at) })),
  };
}

export const draw: Read<Routes['drawCustomerCode']> = async (deps, { caller: { customer } }) => {
  const order = await orderById(deps.db, customer.orderId);
  if (!order) throw new Refusal('customer_session_missing');
  const { code, textIn, orderNo } = await codeInForce(deps, deps.db, order.orderNo);
  return { status: 200, file: drawSvg(textIn(code.profile), { medium: 'screen', orderNo }).svg };
};
