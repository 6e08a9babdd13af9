import { z } from 'zod';
import { type Sms, SmsGatewayFailed, sendSms } from '../platform/catchers/sms-gateway-client.js';
import type { Outcome } from './outcome.js';

interface SmsGateway {
  smsUrl: string;
  smsSecret: Buffer;
}

/** Hands one text message to the gateway and says what certainly became of it. */
export async function sendText(
  { smsUrl, smsSecret }: SmsGateway,
  sms: Sms,
  { patienceMs = 20_000 } = {},
): Promise<Outcome> {
  try {
    const answer = await sendSms(smsUrl, smsSecret, sms, { timeoutMs: patienceMs });
    switch (answer.outcome) {
      case 'accepted':
        return { kind: 'sent', providerId: answer.providerId };
      case 'rejected':
        return { kind: 'refused', code: answer.code };
      case 'throttled':
        return { kind: 'not_taken', code: 'throttled', retryAfterMs: answer.retryAfterMs };
    }
  } catch (error) {
    if (error instanceof SmsGatewayFailed) return failedOutcome(error.status);
    return neverConnected(error) ? { kind: 'not_taken', code: 'unreachable' } : { kind: 'unknown' };
  }
}

/** A request refused with 3xx or 4xx went no further; after 5xx, or a 200 that says nothing, it may have. */
function failedOutcome(status: number): Outcome {
  return status >= 300 && status < 500 ? { kind: 'not_taken', code: `http_${status}` } : { kind: 'unknown' };
}

const fetchFailure = z.object({ cause: z.object({ code: z.string() }) });
const BEFORE_THE_REQUEST: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** The connection was never made, so not a byte of the request left. */
export function neverConnected(error: unknown): boolean {
  const failure = fetchFailure.safeParse(error);
  return failure.success && BEFORE_THE_REQUEST.includes(failure.data.cause.code);
}
