import { endSubscription, subscriptionOf } from '../db/contact.js';
import { dataKeyOf } from '../db/orders.js';
import { languageOf } from '../platform/phone.js';
import { openSubscription, sealedRequest } from '../platform/push.js';
import type { Outcome } from './outcome.js';
import { type Port, refuse } from './port.js';
import { neverConnected } from './sms.js';

/** Web push to the newest browser that asked for it: encrypted for that browser alone (P3.1.1). */
export const pushPort: Port = async ({ db, ring, push, patienceMs = 20_000 }, { id, orderId }, letter) => {
  if (!push) return refuse('channel_not_configured');
  const row = await subscriptionOf(db, orderId);
  const wrapped = row && (await dataKeyOf(db, orderId));
  if (!row || !wrapped) return refuse('no_address');
  const subscription = openSubscription(ring, row, wrapped);
  const { subject, body, keepSafe } = letter.texts[languageOf(letter.customer)];
  const shown = { id, title: subject, body: `${body}\n${keepSafe}`, url: letter.link };
  const request = sealedRequest(push, subscription, shown);
  return async () => {
    const outcome = await post(request, patienceMs);
    if (outcome.kind === 'refused' && outcome.code === 'subscription_gone') await endSubscription(db, row.id);
    return outcome;
  };
};

interface SealedRequest {
  url: string;
  headers: Record<string, string>;
  body: Buffer;
}

async function post({ url, headers, body }: SealedRequest, patienceMs: number): Promise<Outcome> {
  try {
    const signal = AbortSignal.timeout(patienceMs);
    const bytes = new Uint8Array(body);
    return outcomeOf(await fetch(url, { method: 'POST', headers, body: bytes, signal, redirect: 'manual' }));
  } catch (error) {
    return neverConnected(error) ? { kind: 'not_taken', code: 'unreachable' } : { kind: 'unknown' };
  }
}

const SECOND_MS = 1_000;

/** RFC 8030: 201 is taken, 404 and 410 end the subscription, 429 says when to come again. */
function outcomeOf(response: Response): Outcome {
  const { status } = response;
  if (status === 201) {
    const place = response.headers.get('location')?.split('/').at(-1);
    return { kind: 'sent', ...(place && { providerId: place.slice(0, 128) }) };
  }
  if (status === 404 || status === 410) return { kind: 'refused', code: 'subscription_gone' };
  if (status === 413) return { kind: 'refused', code: 'http_413' };
  if (status === 429) {
    const seconds = Number(response.headers.get('retry-after'));
    const retryAfterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * SECOND_MS : SECOND_MS;
    return { kind: 'not_taken', code: 'throttled', retryAfterMs };
  }
  if (status >= 300 && status < 500) return { kind: 'not_taken', code: `http_${status}` };
  return { kind: 'unknown' };
}
