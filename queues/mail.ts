import { Readable } from 'node:stream';
import { domainToASCII } from 'node:url';
import MailComposer from 'nodemailer/lib/mail-composer';
import { parseConnectionUrl } from 'nodemailer/lib/shared';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { z } from 'zod';
import { type MailWords, SYMBOL_CID } from '../platform/letter-page.js';
import type { Outcome } from './outcome.js';

export interface Mail extends MailWords {
  /** Header `X-Message-Id`: the relay's log and the inbox tell with it which message this was. */
  id: string;
  to: string;
  /** The symbol as it is shown in the text, and as it is attached for printing; a question carries none. */
  symbol?: { shownPng: Buffer; printPng: Buffer };
}

/** A mail as it goes over the wire. */
export interface ComposedMail {
  from: string;
  to: string;
  raw: Buffer;
}

/** Of connecting, of greeting, and of any silence; the whole conversation gets twice as long. */
const PATIENCE_MS = 20_000;

export async function composeMail(mailFrom: string, mail: Mail): Promise<ComposedMail> {
  const filename = 'order-qr-code.png';
  const message = new MailComposer({
    from: mailFrom,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: `<${mail.id}@${mailFrom.replace(/^.*@|>.*$/g, '') || 'order-qr'}>`,
    headers: { 'X-Message-Id': mail.id, 'Auto-Submitted': 'auto-generated' },
    attachments: mail.symbol
      ? [
          { filename, content: mail.symbol.shownPng, contentType: 'image/png', cid: SYMBOL_CID },
          {
            filename,
            content: mail.symbol.printPng,
            contentType: 'image/png',
            contentDisposition: 'attachment' as const,
          },
        ]
      : [],
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  return { from: message.getEnvelope().from || '', to: mailbox(mail.to), raw: await message.build() };
}

/**
 * Hands one e-mail to the relay (`smtp://user:password@host:port` or `smtps:`, with nodemailer's connection options as
 * query) on a connection of its own. nodemailer's pool is not used: it sends a message again when the connection
 * closes, and its errors do not tell whether the message had already been streamed.
 */
export async function sendMail(
  smtpUrl: string,
  { from, to, raw }: ComposedMail,
  { patienceMs = PATIENCE_MS } = {},
): Promise<Outcome> {
  const { auth, ...server } = parseConnectionUrl(smtpUrl);
  const timeouts = { connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs };
  const connection = new SMTPConnection({ ...server, ...timeouts });
  let streamed = false;
  /** Nobody reads it before the relay has said 354; from then on it may have arrived. */
  const body = new Readable({
    read() {
      streamed = true;
      this.push(raw);
      this.push(null);
    },
  });
  try {
    const { serverMessageId } = await converse(connection, auth, 2 * patienceMs, (done) =>
      connection.send({ from, to: [to] }, body, done),
    );
    connection.quit();
    return { kind: 'sent', ...(serverMessageId !== undefined && { providerId: serverMessageId }) };
  } catch (error) {
    connection.close();
    return outcomeOf(error, streamed);
  }
}

/** The address as it is, its domain in ASCII; nodemailer would mend a broken one into somebody else's. */
function mailbox(address: string): string {
  return address.replace(/@(.*)$/, (_, domain: string) => `@${domainToASCII(domain) || domain}`);
}

type Sent = { serverMessageId?: string | undefined };
type Login = { user: string; pass: string } | undefined;

/** Connects, logs in when there is a login, sends; rejects with the first error, or when all of it takes too long. */
function converse(
  connection: SMTPConnection,
  login: Login,
  withinMs: number,
  send: (done: (error: Error | null, sent: Sent) => void) => void,
): Promise<Sent> {
  return new Promise<Sent>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('too_slow')), withinMs);
    const settle = (settled: () => void) => {
      clearTimeout(timer);
      settled();
    };
    const then = (next: () => void) => (error?: Error | null) =>
      error ? settle(() => reject(error)) : next();
    const sendIt = () =>
      send((error, sent) => settle(() => (error === null ? resolve(sent) : reject(error))));
    connection.on('error', (error: Error) => settle(() => reject(error)));
    // The error that explains the end comes right after it.
    connection.on('end', () => setImmediate(() => settle(() => reject(new Error('closed')))));
    connection.connect(then(login ? () => connection.login(login, then(sendIt)) : sendIt));
  });
}

const smtpError = z.object({
  code: z.string().optional().catch(undefined),
  command: z.string().optional().catch(undefined),
  responseCode: z.number().optional().catch(undefined),
  permanent: z.boolean().optional().catch(undefined),
});

/** Replies to these are about the message; a final no to any other is about our own set-up. */
const ABOUT_THE_MESSAGE: readonly string[] = ['MAIL FROM', 'RCPT TO', 'DATA'];

/** With a 4xx or 5xx reply the relay did not take the message (RFC 5321, 4.2.1 and 6.1). */
function outcomeOf(error: unknown, streamed: boolean): Outcome {
  const { code, command = '', responseCode = 0, permanent } = smtpError.catch({}).parse(error);
  if (responseCode >= 400) {
    const lasting = permanent === true && ABOUT_THE_MESSAGE.includes(command);
    return { kind: lasting ? 'refused' : 'not_taken', code: `smtp_${responseCode}` };
  }
  if (streamed) return { kind: 'unknown' };
  if (code === 'EENVELOPE') return { kind: 'refused', code: 'invalid_address' };
  return { kind: 'not_taken', code: 'unreachable' };
}
