import { choicesOf, subscriptionOf } from '../db/contact.js';
import type { OrderRow } from '../db/orders.js';
import type { Db } from '../db/sql.js';
import { SENT_BY } from '../domain/letters.js';
import { channelsOf } from '../platform/phone.js';
import type { ApiDeps } from './deps.js';
import { customerOf } from './sealing.js';

/** Every channel as it stands for the customer of an order: whether it has an address, and what they chose. */
export async function channelsFor(deps: ApiDeps, db: Db, order: OrderRow) {
  const customer = await customerOf(deps, db, order);
  const open: readonly string[] = [
    ...(customer ? channelsOf(customer) : []),
    ...((await subscriptionOf(db, order.id)) ? ['push'] : []),
  ];
  const choices = await choicesOf(db, order.customerKey);
  return SENT_BY.map((channel) => {
    const { allowed = true, preferred = false } = choices.find((one) => one.channel === channel) ?? {};
    return { channel, allowed, preferred, reachable: open.includes(channel) };
  });
}
