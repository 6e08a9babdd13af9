import { codesOf } from '../db/codes.js';
import { sealedParts } from '../db/facts.js';
import type { MessageRow } from '../db/messages.js';
import { dataKeyOf, linesOf, orderById } from '../db/orders.js';
import type { Db } from '../db/sql.js';
import type { Customer } from '../domain/order.js';
import { openCustomer } from '../platform/keys/customer.js';
import type { WrappedKey } from '../platform/keys/envelope.js';
import { openNote } from '../platform/keys/note.js';
import type { KeyRing } from '../platform/keys/ring.js';
import { textOf } from '../qr/code-text.js';
import type { KeyTable } from '../qr/token.js';
import { progressOf } from './text.js';

/** What a message needs to be written; it lives for one attempt and is never stored. */
export interface Letter {
  orderNo: string;
  /** The text of the code, which is also a link. */
  link: string;
  customer: Customer;
  /** What a reviewer asks; absent from the message that brings the code. */
  question?: string;
}

export interface Writing {
  db: Db;
  ring: KeyRing;
  tokenKeys: KeyTable;
  codeHost: string;
}

type Unwritten = { code: 'unknown_template' | 'code_not_live' | 'customer_erased' };

/** Writes a message from its order, or says why there is nothing to send any more. */
export async function letterOf(
  { db, ring, tokenKeys, codeHost }: Writing,
  message: Pick<MessageRow, 'orderId' | 'codeId' | 'template' | 'attemptKey'>,
): Promise<Letter | Unwritten> {
  const { template } = message;
  if (template !== 'code_issued' && template !== 'review_question' && !progressOf(template))
    return { code: 'unknown_template' };
  const order = await orderById(db, message.orderId);
  const code = (await codesOf(db, message.orderId)).find((one) => one.id === message.codeId);
  if (!order || code?.status !== 'live') return { code: 'code_not_live' };
  const wrapped = await dataKeyOf(db, order.id);
  const customer = openCustomer(ring, order, wrapped);
  if (!wrapped || !customer) return { code: 'customer_erased' };
  const lines = code.profile === 'sealed' ? await linesOf(db, order.id) : [];
  const link = textOf(tokenKeys, codeHost, code, { ...order, customerRef: customer.ref, lines });
  const letter = { orderNo: order.orderNo, link, customer };
  if (message.template === 'code_issued') return letter;
  const question = await questionOf({ db, ring }, message, wrapped);
  return question === undefined ? { code: 'unknown_template' } : { ...letter, question };
}

/** The reviewer's own words, from the fact that the attempt key names. */
async function questionOf(
  { db, ring }: Pick<Writing, 'db' | 'ring'>,
  { orderId, attemptKey }: Pick<MessageRow, 'orderId' | 'attemptKey'>,
  wrapped: WrappedKey,
): Promise<string | undefined> {
  const [, number] = /\/question\/(\d+)$/.exec(attemptKey) ?? [];
  const sealed = (await sealedParts(db, orderId)).get(Number(number));
  return sealed && openNote(ring, orderId, wrapped, sealed);
}
