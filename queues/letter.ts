import { codesOf } from '../db/codes.js';
import { sealedParts } from '../db/facts.js';
import { wordsOf } from '../db/letters.js';
import type { MessageRow } from '../db/messages.js';
import { dataKeyOf, linesOf, orderById } from '../db/orders.js';
import type { Db } from '../db/sql.js';
import { fill, type LetterTexts, letterKindOf } from '../domain/letters.js';
import type { Customer } from '../domain/order.js';
import { openCustomer } from '../platform/keys/customer.js';
import type { WrappedKey } from '../platform/keys/envelope.js';
import { openNote } from '../platform/keys/note.js';
import { oneTimeCode } from '../platform/keys/one-time-code.js';
import type { KeyRing } from '../platform/keys/ring.js';
import { textOf } from '../qr/code-text.js';
import type { KeyTable } from '../qr/token.js';

/** What a message needs to be written; it lives for one attempt and is never stored. */
export interface Letter {
  orderNo: string;
  /** The text of the code, which is also a link. */
  link: string;
  customer: Customer;
  /** What a reviewer asks; absent from every other message. */
  question?: string;
  /** A one-time code; absent from every other message. */
  code?: string;
  /** The template that the message was claimed with, filled in. */
  texts: LetterTexts;
}

export interface Writing {
  db: Db;
  ring: KeyRing;
  tokenKeys: KeyTable;
  codeHost: string;
}

type Unwritten = { code: 'unknown_template' | 'code_not_live' | 'customer_erased' };

/** Writes a message from its order and its template, or says why there is nothing to send any more. */
export async function letterOf(
  { db, ring, tokenKeys, codeHost }: Writing,
  message: Pick<MessageRow, 'orderId' | 'codeId' | 'channel' | 'template' | 'templateVersion' | 'attemptKey'>,
): Promise<Letter | Unwritten> {
  const { channel, template: kind, templateVersion: version } = message;
  const template = version === null ? undefined : await wordsOf(db, { kind, channel, version });
  if (!template || letterKindOf(kind) === undefined) return { code: 'unknown_template' };
  const order = await orderById(db, message.orderId);
  const code = (await codesOf(db, message.orderId)).find((one) => one.id === message.codeId);
  if (!order || code?.status !== 'live') return { code: 'code_not_live' };
  const wrapped = await dataKeyOf(db, order.id);
  const customer = openCustomer(ring, order, wrapped);
  if (!wrapped || !customer) return { code: 'customer_erased' };
  const reader = kind === 'code_forwarded' ? await readerOf({ db, ring }, message, wrapped) : customer;
  if (!reader) return { code: 'customer_erased' };
  const lines = code.profile === 'sealed' ? await linesOf(db, order.id) : [];
  const link = textOf(tokenKeys, codeHost, code, { ...order, customerRef: customer.ref, lines });
  const question = await questionOf({ db, ring }, message, wrapped);
  if (kind === 'review_question' && question === undefined) return { code: 'unknown_template' };
  const oneTime = oneTimeCodeOf(ring, message);
  if (kind === 'one_time_code' && oneTime === undefined) return { code: 'unknown_template' };
  const values = {
    ...{ orderNo: order.orderNo, link },
    ...(question !== undefined && { question }),
    ...(oneTime !== undefined && { code: oneTime }),
  };
  return {
    ...values,
    customer: reader,
    texts: { zh: fill(template.zh, values), en: fill(template.en, values) },
  };
}

/** The further contact whom a person named: the fact that the attempt key names holds their address. */
async function readerOf(
  { db, ring }: Pick<Writing, 'db' | 'ring'>,
  { orderId, channel, attemptKey }: Pick<MessageRow, 'orderId' | 'channel' | 'attemptKey'>,
  wrapped: WrappedKey,
): Promise<Customer | undefined> {
  const [, number] = /\/forward\/(\d+)(?:\/|$)/.exec(attemptKey) ?? [];
  const sealed = (await sealedParts(db, orderId)).get(Number(number));
  if (!sealed) return undefined;
  const address = openNote(ring, orderId, wrapped, sealed);
  return { ref: '', name: '', ...(channel === 'sms' ? { phone: address } : { email: address }) };
}

/** The code that answers the question which the attempt key names. */
function oneTimeCodeOf(
  ring: KeyRing,
  { orderId, attemptKey }: Pick<MessageRow, 'orderId' | 'attemptKey'>,
): string | undefined {
  const [, number] = /\/proof\/(\d+)(?:\/|$)/.exec(attemptKey) ?? [];
  return number === undefined ? undefined : oneTimeCode(ring, orderId, Number(number));
}

/** The reviewer's own words, from the fact that the attempt key names. */
async function questionOf(
  { db, ring }: Pick<Writing, 'db' | 'ring'>,
  { orderId, attemptKey }: Pick<MessageRow, 'orderId' | 'attemptKey'>,
  wrapped: WrappedKey,
): Promise<string | undefined> {
  const [, number] = /\/question\/(\d+)(?:\/|$)/.exec(attemptKey) ?? [];
  const sealed = (await sealedParts(db, orderId)).get(Number(number));
  return sealed && openNote(ring, orderId, wrapped, sealed);
}
