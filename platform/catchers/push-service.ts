import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { type Request, Router } from 'express';
import { z } from 'zod';
import type { FaultPlan, PushFault } from './fault-plan.js';
import type { Inbox } from './inbox.js';

/** A browser's push service on one machine: it believes only signed requests, and opens what it is sent. */
export interface PushService {
  router: Router;
  /** A new browser that subscribes; `place` is where the service listens. */
  subscribe(place: string): { endpoint: string; keys: { p256dh: string; auth: string } };
}

interface Browser {
  pair: ECDH;
  auth: Buffer;
}

const shown = z.object({ id: z.string(), title: z.string(), body: z.string(), url: z.string() });
const TAG_BYTES = 16;

export function pushService({ inbox, faults }: { inbox: Inbox; faults: FaultPlan<PushFault> }): PushService {
  const browsers = new Map<string, Browser>();
  const router = Router();
  router.post('/push/:browser', async (request, response) => {
    const browser = browsers.get(request.params.browser ?? '');
    if (!isSigned(request)) return void response.status(401).end();
    const fault = faults.next();
    if (!browser || fault === 'gone') return void response.status(410).end();
    if (fault === 'busy') return void response.status(429).set('Retry-After', '1').end();
    if (fault === 'garbage') return void response.status(500).send('<html>wel');
    // The encoding is the browser's to undo, so no body parser takes it.
    const body = await buffer(request);
    const { id, ...content } = shown.parse(JSON.parse(opened(browser, body)));
    inbox.keep({ channel: 'push', deliveryId: id, sizeBytes: body.length, to: ['browser'], ...content });
    response.status(201).set('Location', `/push-messages/${id}`).end();
  });
  return {
    router,
    subscribe: (place) => {
      const name = randomBytes(16).toString('base64url');
      const pair = createECDH('prime256v1');
      pair.generateKeys();
      const auth = randomBytes(16);
      browsers.set(name, { pair, auth });
      const keys = { p256dh: pair.getPublicKey('base64url'), auth: auth.toString('base64url') };
      return { endpoint: `${place}/push/${name}`, keys };
    },
  };
}

const claims = z.object({ aud: z.string(), exp: z.number() });

/** VAPID (RFC 8292): a token signed by the key that comes with it, for this service, and not outdated. */
function isSigned(request: Request): boolean {
  const [, token = '', key = ''] =
    /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(request.get('authorization') ?? '') ?? [];
  const [head = '', body = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  if (point.length !== 65) return false;
  const publicKey = createPublicKey({
    format: 'jwk',
    key: {
      ...{ kty: 'EC', crv: 'P-256' },
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  });
  const signed = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  const told = claims.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString() || 'null'));
  return (
    signed &&
    told.success &&
    told.data.aud === `http://${request.get('host')}` &&
    told.data.exp > Date.now() / 1000
  );
}

/** RFC 8291 and 8188 as a browser does it: one record of aes128gcm. */
function opened({ pair, auth }: Browser, body: Buffer): string {
  const salt = body.subarray(0, 16);
  const sender = body.subarray(21, 21 + (body[20] ?? 0));
  const sealed = body.subarray(21 + sender.length);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), sender]);
  const secret = hkdfSync('sha256', pair.computeSecret(sender), auth, info, 32);
  const derived = (label: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', Buffer.from(secret), salt, `Content-Encoding: ${label}\0`, bytes));
  const cipher = createDecipheriv('aes-128-gcm', derived('aes128gcm', 16), derived('nonce', 12));
  cipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const padded = Buffer.concat([cipher.update(sealed.subarray(0, -TAG_BYTES)), cipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
}
