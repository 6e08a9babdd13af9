import type { MessageRow } from '../db/messages.js';
import type { Logger } from '../platform/log.js';
import type { PushSender } from '../platform/push.js';
import type { Letter, Writing } from './letter.js';
import type { Outcome } from './outcome.js';

/** What delivery stands on. A channel without its provider refuses, so that the lifecycle takes the next one. */
export interface Post extends Writing {
  log: Logger;
  smtpUrl: string | undefined;
  mailFrom: string;
  /** The generic gateway; Aliyun goes before it. */
  smsUrl: string | undefined;
  smsSecret: Buffer;
  aliyun?: AliyunSms | undefined;
  /** Who push services know us as. */
  push?: PushSender | undefined;
  /** Where a reader stops messages of a channel; without it they carry no such link. */
  stopUrlOf?: ((messageId: string) => string) | undefined;
  /** How long a relay or gateway may be silent. */
  patienceMs?: number;
}

export interface AliyunSms {
  url: string;
  accessKeyId: string;
  accessKeySecret: string;
  /** The company's name as Aliyun has registered it. */
  signName: string;
}

/**
 * A channel as delivery sees it: everything that may fail before anything leaves, and then one attempt to send. What it
 * needs and lacks is a refusal; what fails on the way here is tried again.
 */
export type Port = (post: Post, message: MessageRow, letter: Letter) => Promise<() => Promise<Outcome>>;

export const refuse = (code: string) => async (): Promise<Outcome> => ({ kind: 'refused', code });

export const patience = ({ patienceMs }: Pick<Post, 'patienceMs'>) =>
  patienceMs === undefined ? {} : { patienceMs };
