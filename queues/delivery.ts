import { claimMessage, type MessageRow, releaseMessage } from '../db/messages.js';
import { mailOf } from '../platform/letter-page.js';
import type { Logger } from '../platform/log.js';
import { channelsOf, e164, languageOf } from '../platform/phone.js';
import { drawPng } from '../qr/symbol.js';
import { type Letter, letterOf, type Writing } from './letter.js';
import { composeMail, sendMail } from './mail.js';
import { endMessage, type FinalOutcome, type Outcome } from './outcome.js';
import { sendText } from './sms.js';

/** What delivery stands on. A channel without its URL refuses, so that the lifecycle takes the next one. */
export interface Post extends Writing {
  log: Logger;
  smtpUrl: string | undefined;
  mailFrom: string;
  smsUrl: string | undefined;
  smsSecret: Buffer;
  /** How long a relay or gateway may be silent. */
  patienceMs?: number;
}

/** A message that goes back to the queue: certainly not sent, to be tried again. */
interface Postponed {
  code: string;
  retryAfterMs: number;
}

/**
 * One attempt to deliver one message. It is claimed in the database before anything leaves, so a second runner finds
 * nothing to do, and a runner that dies leaves it in `sending`. Answers what was postponed; undefined when it is over.
 */
export async function deliverMessage(
  post: Post,
  id: string,
  lastAttempt: boolean,
): Promise<Postponed | undefined> {
  const message = await claimMessage(post.db, id);
  if (!message) return undefined;
  const outcome = await attempt(post, message);
  if (outcome.kind === 'not_taken' && !lastAttempt) {
    await releaseMessage(post.db, id);
    log(post, message, 'postponed', outcome.code);
    return { code: outcome.code, retryAfterMs: outcome.retryAfterMs ?? 0 };
  }
  const final: FinalOutcome =
    outcome.kind === 'not_taken' ? { kind: 'refused', code: outcome.code } : outcome;
  const ours = await endMessage(post.db, message, final);
  log(post, message, ours ? final.kind : 'ended_elsewhere', 'code' in final ? final.code : undefined);
  return undefined;
}

/** Until the send itself nothing has left, so whatever fails before it may be tried again. */
async function attempt(post: Post, message: MessageRow): Promise<Outcome> {
  let send: () => Promise<Outcome>;
  try {
    send = await prepare(post, message);
  } catch (error) {
    post.log.error({ messageId: message.id, err: error }, 'a message could not be written');
    return { kind: 'not_taken', code: 'not_written' };
  }
  return send();
}

async function prepare(post: Post, message: MessageRow): Promise<() => Promise<Outcome>> {
  const letter = await letterOf(post, message);
  if (!('link' in letter)) return refuse(letter.code);
  switch (message.channel) {
    case 'email':
      return prepareMail(post, message, letter);
    case 'sms':
      return prepareText(post, message, letter);
    case 'push':
      return refuse('channel_not_configured');
    case 'page':
      return refuse('page_needs_no_sending');
  }
}

async function prepareMail(
  { smtpUrl, mailFrom, patienceMs }: Post,
  { id, template }: MessageRow,
  letter: Letter,
): Promise<() => Promise<Outcome>> {
  const { link, customer, texts } = letter;
  if (!smtpUrl) return refuse('channel_not_configured');
  if (!customer.email || !channelsOf(customer).includes('email')) return refuse('no_address');
  const symbol = template === 'code_issued' ? await symbolOf(letter) : undefined;
  const words = mailOf({ ...texts, link, symbol: symbol !== undefined });
  const mail = await composeMail(mailFrom, { id, to: customer.email, ...words, ...(symbol && { symbol }) });
  return () => sendMail(smtpUrl, mail, patience(patienceMs));
}

async function symbolOf({ link, orderNo }: Letter): Promise<{ shownPng: Buffer; printPng: Buffer }> {
  const [shown, print] = await Promise.all([
    drawPng(link, { medium: 'screen', orderNo }),
    drawPng(link, { medium: 'print', orderNo }),
  ]);
  return { shownPng: shown.png, printPng: print.png };
}

function prepareText(
  { smsUrl, smsSecret, patienceMs }: Post,
  { id, template }: MessageRow,
  { orderNo, link, customer, question, texts }: Letter,
): () => Promise<Outcome> {
  if (!smsUrl) return refuse('channel_not_configured');
  const to = e164(customer);
  if (!to) return refuse('no_address');
  const params = { orderNo, link, ...(question !== undefined && { question }) };
  const { providerCode = template } = texts[languageOf(customer)];
  const sms = { to, template: providerCode, params, requestId: id };
  return () => sendText({ smsUrl, smsSecret }, sms, patience(patienceMs));
}

const refuse = (code: string) => async (): Promise<Outcome> => ({ kind: 'refused', code });

const patience = (patienceMs: number | undefined) => (patienceMs === undefined ? {} : { patienceMs });

/** Ids and codes only: what a provider says may name the addressee. */
function log(post: Post, { id, channel }: MessageRow, outcome: string, code: string | undefined): void {
  post.log.info({ messageId: id, channel, outcome, code }, 'message');
}
