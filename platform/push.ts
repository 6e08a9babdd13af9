import { createECDH, createHash, hkdfSync } from 'node:crypto';
import webPush from 'web-push';
import { z } from 'zod';
import { openJson, sealJson, unwrapKey, type WrappedKey } from './keys/envelope.js';
import { orderKeyContext } from './keys/note.js';
import { currentKey, type KeyRing } from './keys/ring.js';

/** Who push services know us as: a key pair that follows from the ring, and where to complain (RFC 8292). */
export interface PushSender {
  subject: string;
  publicKey: string;
  privateKey: string;
}

const SCALAR_BYTES = 32;

export function pushSender(ring: KeyRing, mailFrom: string): PushSender {
  const { secret } = currentKey(ring, 'sms');
  const pair = createECDH('prime256v1');
  const scalar = Buffer.from(hkdfSync('sha256', secret, '', 'vapid', SCALAR_BYTES));
  pair.setPrivateKey(scalar);
  return {
    subject: `mailto:${mailFrom.replace(/^.*<|>.*$/g, '')}`,
    publicKey: pair.getPublicKey('base64url'),
    privateKey: scalar.toString('base64url'),
  };
}

const base64url = z.string().regex(/^[A-Za-z0-9_-]{1,200}$/);

/** Where one browser takes push messages, and the keys that only it can open them with. */
export const subscriptionShape = z.strictObject({
  endpoint: z.url().max(1000),
  keys: z.strictObject({ p256dh: base64url, auth: base64url }),
});
export type Subscription = z.output<typeof subscriptionShape>;

/** The services of the browsers; whoever gives another address would make us call it. */
const SERVICES =
  /^https:\/\/(fcm\.googleapis\.com|[a-z0-9-]+\.push\.services\.mozilla\.com|web\.push\.apple\.com|[a-z0-9-]+\.notify\.windows\.com)\//;

/** Whether an endpoint is one of a known service, or of this machine's own catcher. */
export const isPushService = (endpoint: string, caughtAt: string | undefined): boolean =>
  SERVICES.test(endpoint) || (caughtAt !== undefined && endpoint.startsWith(`${caughtAt}/push/`));

const context = (orderId: string): string => `orders.push:${orderId}`;

export function sealSubscription(
  ring: KeyRing,
  orderId: string,
  wrapped: WrappedKey,
  subscription: Subscription,
): { endpointKey: Buffer; sealed: Buffer } {
  const key = unwrapKey(ring, wrapped, orderKeyContext(orderId));
  return {
    endpointKey: createHash('sha256').update(subscription.endpoint).digest().subarray(0, 16),
    sealed: sealJson(key, subscription, context(orderId)),
  };
}

export function openSubscription(
  ring: KeyRing,
  { orderId, sealed }: { orderId: string; sealed: Buffer },
  wrapped: WrappedKey,
): Subscription {
  const key = unwrapKey(ring, wrapped, orderKeyContext(orderId));
  return subscriptionShape.parse(openJson(key, sealed, context(orderId)));
}

const TTL_SECONDS = 24 * 3600;

/** A push message as it goes over the wire: signed by us, encrypted for the browser (RFC 8291). */
export function sealedRequest(
  sender: PushSender,
  subscription: Subscription,
  shown: { id: string; title: string; body: string; url: string },
): { url: string; headers: Record<string, string>; body: Buffer } {
  const { endpoint, headers, body } = webPush.generateRequestDetails(subscription, JSON.stringify(shown), {
    vapidDetails: sender,
    TTL: TTL_SECONDS,
    contentEncoding: 'aes128gcm',
  });
  const text = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  delete text['Content-Length'];
  return { url: endpoint, headers: text, body: body ?? Buffer.alloc(0) };
}
