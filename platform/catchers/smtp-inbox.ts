import { once } from 'node:events';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Incoming, MailAttachment } from './caught.js';
import type { FaultPlan, MailFault } from './fault-plan.js';
import type { Inbox } from './inbox.js';

const LOOPBACK = '127.0.0.1';
const MAX_BYTES = 10 * 1024 * 1024;
const CLOSE_MS = 500;
/** Ids alone may reach the index on disk, so a header that is no id counts as missing. */
const DELIVERY_ID = /^[\w.:@/-]{1,128}$/;

export interface SmtpInbox {
  readonly port: number;
  stop(): Promise<void>;
}

/** An SMTP server that accepts every recipient and delivers to memory; loopback only. */
export async function startSmtpInbox(
  inbox: Inbox,
  faults: FaultPlan<MailFault>,
  port: number,
): Promise<SmtpInbox> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAX_BYTES,
    closeTimeout: CLOSE_MS,
    onRcptTo: (_address, _session, done) => done(refusalOf(faults.next())),
    onData: (stream, session, done) => {
      receive(stream, session, inbox).then((refusal) => done(refusal), done);
    },
  });
  // A client that hangs up is none of our failures; a taken port rejects below.
  server.on('error', () => {});
  const listener = server.listen(port, LOOPBACK);
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('the SMTP inbox has no port');
  return { port: address.port, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

async function receive(stream: SMTPServerDataStream, session: SMTPServerSession, inbox: Inbox) {
  const raw = await bytesOf(stream);
  if (raw === undefined) return answer(552, 'message too large');
  inbox.keep(
    incomingOf(
      await simpleParser(raw, { skipTextToHtml: true, skipHtmlToText: true, keepCidLinks: true }),
      raw,
      session,
    ),
  );
  return null;
}

async function bytesOf(stream: SMTPServerDataStream): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    if (!stream.sizeExceeded) chunks.push(chunk);
  }
  return stream.sizeExceeded ? undefined : Buffer.concat(chunks);
}

function incomingOf(mail: ParsedMail, raw: Buffer, session: SMTPServerSession): Incoming {
  const named = mail.headers.get('x-message-id');
  return {
    channel: 'email',
    deliveryId: typeof named === 'string' && DELIVERY_ID.test(named) ? named : null,
    sizeBytes: raw.length,
    to: session.envelope.rcptTo.map(({ address }) => address),
    from: mail.from?.text ?? null,
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    attachments: mail.attachments.map(
      ({ filename, contentType, cid, content }): MailAttachment => ({
        filename: filename ?? null,
        contentType,
        contentId: cid ?? null,
        content,
      }),
    ),
  };
}

function refusalOf(fault: MailFault | undefined) {
  switch (fault) {
    case undefined:
      return null;
    case 'busy':
      return answer(451, 'mailbox busy, try again later');
    case 'unknown_recipient':
      return answer(550, 'no such mailbox');
  }
}

function answer(responseCode: number, message: string) {
  return Object.assign(new Error(message), { responseCode });
}
