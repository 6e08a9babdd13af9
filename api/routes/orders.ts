import { liveCode } from '../../db/codes.js';
import { factsOf } from '../../db/facts.js';
import { listOrders, type OrderItem } from '../../db/order-list.js';
import { linesOf, type OrderRow, orderByNo } from '../../db/orders.js';
import type { Db } from '../../db/sql.js';
import { lastMaterial } from '../../domain/facts.js';
import type { Customer } from '../../domain/order.js';
import { Refusal } from '../../domain/refusal.js';
import { PRIORITIES } from '../../domain/steering.js';
import type { Routes } from '../contract/routes.js';
import { codeFace, orderItem } from '../faces.js';
import type { Act, Read } from '../handler.js';
import { cursorOf } from '../paging.js';
import { requestFact } from '../requesting.js';
import { customerOf, seesCustomers } from '../sealing.js';

export const list: Read<Routes['listOrders']> = async (deps, { query, caller: { person } }) => {
  const { state, limit } = query;
  const { items, next } = await listOrders(
    deps.db,
    { person, ...(state && { state }) },
    limit,
    cursorOf(query),
  );
  return { status: 200, body: { items: items.map(orderItem), ...(next && { next }) } };
};

export const show: Read<Routes['showOrder']> = async (deps, { params, caller }) => {
  const row = await knownOrder(deps.db, params.orderNo);
  const [lines, facts, code] = await Promise.all([
    linesOf(deps.db, row.id),
    factsOf(deps.db, row.id),
    liveCode(deps.db, row.id),
  ]);
  const customer = seesCustomers(caller.person) ? await customerOf(deps, deps.db, row) : undefined;
  const { settlement, lane, notify, factCount, appliedFact, assignee, escalation, held } = row;
  return {
    status: 200,
    body: {
      ...orderItem(row),
      ...{ settlement, lane, notify, factCount, appliedFact, lines, assignee, escalation, held },
      priority: PRIORITIES[row.priority] ?? 'normal',
      lastMaterialFact: lastMaterial(facts),
      code: code ? codeFace(code) : null,
      watched: facts.findLast((fact) => fact.type === 'watch_set')?.detail.on === true,
      customer: customer ? masked(customer) : null,
    },
  };
};

export const cancel: Act<Routes['cancelOrder']> = (tx, deps, { params, body, caller }) =>
  requestFact(tx, deps, { ...params, type: 'order_cancelled', person: caller.person, body });

export const watch: Act<Routes['watchOrder']> = (tx, deps, { params, body, caller }) =>
  requestFact(tx, deps, {
    ...params,
    type: 'watch_set',
    person: caller.person,
    detail: { on: body.on },
    body,
  });

/** The order of a number, or its refusal. */
export async function knownOrder(db: Db, orderNo: string): Promise<OrderRow & OrderItem> {
  const row = await orderByNo(db, orderNo);
  if (!row) throw new Refusal('order_unknown');
  return row;
}

/** The last four digits of a phone number and the first letter of an address are enough to know it again. */
function masked({ phone, email, ...customer }: Customer) {
  return {
    ...customer,
    ...(phone !== undefined && {
      phoneMasked: `${'*'.repeat(Math.max(0, phone.length - 4))}${phone.slice(-4)}`,
    }),
    ...(email !== undefined && { emailMasked: email.replace(/^(.).*(@.*)$/s, '$1***$2') }),
  };
}
