export const CAUGHT_CHANNELS = ['email', 'sms', 'push'] as const;
export type Channel = (typeof CAUGHT_CHANNELS)[number];

/** A message as the outside world got it. Personal: it lives in memory only. */
export type CaughtMessage = CaughtMail | CaughtSms | CaughtPush;

interface Arrival {
  readonly id: string;
  /** The sender's own id: header `X-Message-Id` of a mail, `requestId` of an SMS. */
  readonly deliveryId: string | null;
  readonly at: string;
  readonly sizeBytes: number;
  /** An earlier mail had the same delivery id; a repeated SMS is not delivered again, so it never stands here. */
  readonly duplicate: boolean;
  readonly to: readonly string[];
}

export interface CaughtMail extends Arrival, MailContent {
  readonly channel: 'email';
}

export interface CaughtSms extends Arrival, SmsContent {
  readonly channel: 'sms';
}

export interface CaughtPush extends Arrival, PushContent {
  readonly channel: 'push';
}

export interface MailContent {
  readonly from: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly MailAttachment[];
}

export interface MailAttachment {
  readonly filename: string | null;
  readonly contentType: string;
  readonly contentId: string | null;
  readonly content: Buffer;
}

export interface SmsContent {
  readonly template: string;
  readonly params: Readonly<Record<string, string>>;
}

/** What the browser would have shown. */
export interface PushContent {
  readonly title: string;
  readonly body: string;
  readonly url: string;
}

/** What arrives, before the inbox numbers and dates it. */
export type Incoming = {
  readonly deliveryId: string | null;
  readonly sizeBytes: number;
  readonly to: readonly string[];
} & (
  | ({ readonly channel: 'email' } & MailContent)
  | ({ readonly channel: 'sms' } & SmsContent)
  | ({ readonly channel: 'push' } & PushContent)
);
