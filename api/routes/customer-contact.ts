import { randomUUID } from 'node:crypto';
import { choicesOf, subscribe, choose as writeChoice } from '../../db/contact.js';
import { log } from '../../db/log.js';
import { dataKeyOf, lockOrder, type OrderRow, orderById } from '../../db/orders.js';
import type { Db } from '../../db/sql.js';
import { Refusal } from '../../domain/refusal.js';
import { isPushService, sealSubscription } from '../../platform/push.js';
import type { Routes } from '../contract/routes.js';
import type { Act, Read } from '../handler.js';
import { CUSTOMER } from '../principal.js';
import { channelsFor } from '../reaching.js';

/** How the customer may be written to; no address is shown. */
export const show: Read<Routes['showCustomerContact']> = async (deps, { caller: { customer } }) => {
  const order = await orderOf(deps.db, customer.orderId);
  const items = (await channelsFor(deps, deps.db, order)).map(({ channel, allowed, reachable }) => ({
    ...{ channel, allowed, reachable },
  }));
  return { status: 200, body: { items } };
};

export const choose: Act<Routes['chooseCustomerContact']> = async (tx, _deps, { body, caller }) => {
  const { customerKey, id: orderId } = await orderOf(tx, caller.customer.orderId);
  const before = (await choicesOf(tx, customerKey)).find(({ channel }) => channel === body.channel);
  const preferred = body.allowed && (before?.preferred ?? false);
  await writeChoice(tx, { ...body, preferred, customerKey, chosenBy: 'customer' });
  await log(tx, { actor: CUSTOMER, action: 'contact_chosen', orderId, detail: body });
  return { status: 201, body: { recorded: true } };
};

/** The address must be a push service's, since we shall call it; what is pushed may carry the next code. */
export const subscribeTo: Act<Routes['subscribePush']> = async (tx, deps, { body, caller }) => {
  const { orderId } = caller.customer;
  if (!isPushService(body.endpoint, deps.inbox?.url)) throw new Refusal('push_service_unknown');
  await lockOrder(tx, orderId);
  const wrapped = await dataKeyOf(tx, orderId);
  if (!wrapped) throw new Refusal('data_destroyed');
  await subscribe(tx, { id: randomUUID(), orderId, ...sealSubscription(deps.ring, orderId, wrapped, body) });
  await log(tx, { actor: CUSTOMER, action: 'push_subscribed', orderId });
  return { status: 201, body: { recorded: true } };
};

async function orderOf(db: Db, orderId: string): Promise<OrderRow> {
  const order = await orderById(db, orderId);
  if (!order) throw new Refusal('customer_session_missing');
  return order;
}
