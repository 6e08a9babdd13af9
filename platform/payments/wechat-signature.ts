import { createDecipheriv, type KeyObject, randomBytes, sign, verify } from 'node:crypto';

/** WeChat Pay's APIv3: requests and answers are signed with RSA-SHA256, contents sealed with AES-256-GCM. */

/** How far the clocks of the two sides may lie apart. */
export const TOLERANCE_SECONDS = 300;
const TAG_BYTES = 16;

export const rsaSign = (key: KeyObject, text: string): string =>
  sign('sha256', Buffer.from(text), key).toString('base64');

/** False for whatever is no signature of that text by that key. */
export function rsaHolds(key: KeyObject, text: string | Buffer, signature: string): boolean {
  return verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

export interface SignedRequest {
  method: string;
  /** Path and query as they are sent. */
  target: string;
  body: string;
}

export interface Stamp {
  timestamp: string;
  nonce: string;
}

export const stampOfNow = (): Stamp => ({
  timestamp: String(Math.floor(Date.now() / 1000)),
  nonce: randomBytes(16).toString('hex').toUpperCase(),
});

export const requestText = ({ method, target, body }: SignedRequest, { timestamp, nonce }: Stamp): string =>
  [method, target, timestamp, nonce, body, ''].join('\n');

/** The Authorization header of a request. */
export function authorizationOf(
  { mchId, serial, privateKey }: { mchId: string; serial: string; privateKey: KeyObject },
  request: SignedRequest,
  stamp: Stamp = stampOfNow(),
): string {
  const parts = {
    mchid: mchId,
    nonce_str: stamp.nonce,
    signature: rsaSign(privateKey, requestText(request, stamp)),
    timestamp: stamp.timestamp,
    serial_no: serial,
  };
  const written = Object.entries(parts).map(([name, value]) => `${name}="${value}"`);
  return `WECHATPAY2-SHA256-RSA2048 ${written.join(',')}`;
}

/** What answers and callbacks of WeChat are signed as. */
export const answerText = ({ timestamp, nonce }: Stamp, body: string): string =>
  [timestamp, nonce, body, ''].join('\n');

export interface SignatureHeaders extends Stamp {
  serial: string;
  signature: string;
}

export type Forgery = 'unsigned' | 'stale' | 'key_unknown' | 'signature_wrong';

/** Why an answer or callback is not WeChat's, or undefined when it is. */
export function forgeryOf(
  platformKeys: Readonly<Record<string, KeyObject>>,
  { timestamp, nonce, serial, signature }: SignatureHeaders,
  body: string,
  nowMs: number = Date.now(),
): Forgery | undefined {
  if (!/^\d{1,12}$/.test(timestamp) || nonce === '' || signature === '') return 'unsigned';
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return 'stale';
  const key = Object.hasOwn(platformKeys, serial) ? platformKeys[serial] : undefined;
  if (!key) return 'key_unknown';
  return rsaHolds(key, answerText({ timestamp, nonce }, body), signature) ? undefined : 'signature_wrong';
}

/** Opens what a callback seals under our APIv3 key (AEAD_AES_256_GCM); throws when it is not intact. */
export function openResource(
  apiV3Key: Buffer,
  { ciphertext, nonce, associated }: { ciphertext: Buffer; nonce: Buffer; associated: Buffer },
): Buffer {
  const cipher = createDecipheriv('aes-256-gcm', apiV3Key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAuthTag(ciphertext.subarray(-TAG_BYTES));
  cipher.setAAD(associated);
  return Buffer.concat([cipher.update(ciphertext.subarray(0, -TAG_BYTES)), cipher.final()]);
}
