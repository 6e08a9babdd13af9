import { factsOf } from '../../db/facts.js';
import { orderById } from '../../db/orders.js';
import { fold } from '../../domain/lifecycle.js';
import { kindOf, type OrderDraft } from '../../domain/order.js';
import type { Routes } from '../contract/routes.js';
import { enterOrder } from '../entering.js';
import type { Act } from '../handler.js';
import { needRight } from '../principal.js';

export const enter: Act<Routes['enterOrder']> = async (tx, deps, { body, caller }) => {
  if (body.submit) needRight(caller.person, 'code.request');
  const { outcome, orderId } = await enterOrder(tx, deps, {
    draft: draftOf(body),
    actor: caller.person.actor,
    seeing: caller.person,
    source: 'api',
    lane: 'live',
    notify: body.notify,
    submit: body.submit,
    stated: [],
  });
  const [row, facts] = await Promise.all([orderById(tx, orderId), factsOf(tx, orderId)]);
  if (!row) throw new Error('enter: the order is gone');
  const { orderNo, factCount: fact, appliedFact } = row;
  return {
    status: outcome === 'entered' ? 201 : 200,
    body: { orderId, orderNo, fact, state: fold(facts), applied: appliedFact >= fact },
  };
};

type Body = Parameters<Act<Routes['enterOrder']>>[2]['body'];

function draftOf({ orderNo, orderedAt, settlement, currency, customer, lines }: Body): OrderDraft {
  return {
    orderNo,
    orderedAt,
    kind: kindOf(lines),
    settlement,
    currency,
    customer,
    lines: lines.map((line, index) => ({ lineNo: index + 1, ...line })),
  };
}
