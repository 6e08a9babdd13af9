import { codesOf } from '../db/codes.js';
import type { MessageRow } from '../db/messages.js';
import { dataKeyOf, linesOf, orderById } from '../db/orders.js';
import type { Db } from '../db/sql.js';
import type { Customer } from '../domain/order.js';
import { openCustomer } from '../platform/keys/customer.js';
import type { KeyRing } from '../platform/keys/ring.js';
import { textOf } from '../qr/code-text.js';
import type { KeyTable } from '../qr/token.js';

/** What a message needs to be written; it lives for one attempt and is never stored. */
export interface Letter {
  orderNo: string;
  /** The text of the code, which is also a link. */
  link: string;
  customer: Customer;
}

export interface Writing {
  db: Db;
  ring: KeyRing;
  tokenKeys: KeyTable;
  codeHost: string;
}

/** Writes a message from its order, or says why there is nothing to send any more. */
export async function letterOf(
  { db, ring, tokenKeys, codeHost }: Writing,
  message: Pick<MessageRow, 'orderId' | 'codeId' | 'template'>,
): Promise<Letter | { code: 'unknown_template' | 'code_not_live' | 'customer_erased' }> {
  if (message.template !== 'code_issued') return { code: 'unknown_template' };
  const order = await orderById(db, message.orderId);
  const code = (await codesOf(db, message.orderId)).find((one) => one.id === message.codeId);
  if (!order || code?.status !== 'live') return { code: 'code_not_live' };
  const customer = openCustomer(ring, order, await dataKeyOf(db, order.id));
  if (!customer) return { code: 'customer_erased' };
  const lines = code.profile === 'sealed' ? await linesOf(db, order.id) : [];
  const link = textOf(tokenKeys, codeHost, code, { ...order, customerRef: customer.ref, lines });
  return { orderNo: order.orderNo, link, customer };
}
