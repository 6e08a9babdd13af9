import { z } from 'zod';
import { signSms } from './sms-signature.js';

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 16 * 1024;
const RETRY_MS = 1_000;
const MAX_RETRY_MS = 60 * 60 * 1000;

export interface Sms {
  /** E.164, `+8613800138000`. */
  readonly to: string;
  readonly template: string;
  readonly params: Readonly<Record<string, string>>;
  /** Same id, same message: repeating it after an unknown outcome never sends twice. */
  readonly requestId: string;
}

export type SmsOutcome =
  | { outcome: 'accepted'; providerId: string }
  | { outcome: 'rejected'; code: string }
  | { outcome: 'throttled'; retryAfterMs: number };

/** An answer that says nothing about the message: wrong secret, provider down, nonsense. */
export class SmsGatewayFailed extends Error {
  readonly status: number;

  constructor(status: number, code: string) {
    super(`sms gateway answered ${status} ${code}`);
    this.status = status;
  }
}

const acceptedSchema = z.object({ status: z.literal('accepted'), providerId: z.string().min(1).max(128) });
const refusedSchema = z.object({ error: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/) });

/** Sends one SMS; a timeout or a lost connection throws, and then the message may or may not have gone out. */
export async function sendSms(
  url: string,
  secret: Buffer,
  sms: Sms,
  { timeoutMs = TIMEOUT_MS } = {},
): Promise<SmsOutcome> {
  const body = JSON.stringify(sms);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const headers = {
    'Content-Type': 'application/json',
    'X-Timestamp': timestamp,
    'X-Signature': signSms(secret, timestamp, body),
  };
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
  return outcomeOf(response, await answerOf(response));
}

function outcomeOf(response: Response, answer: unknown): SmsOutcome {
  const accepted = acceptedSchema.safeParse(answer);
  if (response.status === 200 && accepted.success) {
    return { outcome: 'accepted', providerId: accepted.data.providerId };
  }
  if (response.status === 429) return { outcome: 'throttled', retryAfterMs: retryAfterMs(response) };
  const refused = refusedSchema.safeParse(answer);
  const code = refused.success ? refused.data.error : 'unreadable';
  if (response.status === 400 && refused.success) return { outcome: 'rejected', code };
  throw new SmsGatewayFailed(response.status, code);
}

/** Retry-After in seconds or as a date (RFC 9110, 10.2.3), between one second and one hour. */
function retryAfterMs(response: Response): number {
  const header = response.headers.get('retry-after') ?? '';
  const waitMs = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(waitMs) ? RETRY_MS : Math.min(Math.max(waitMs, RETRY_MS), MAX_RETRY_MS);
}

/** The answer as JSON; undefined when it is none, or longer than any answer of a provider. */
async function answerOf(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_ANSWER_BYTES) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}
