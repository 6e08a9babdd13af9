import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the clocks of sender and gateway may lie apart. */
export const SMS_TOLERANCE_SECONDS = 300;

/** HMAC-SHA256 over `<timestamp>.<raw body>`, hex; the timestamp is in Unix seconds. */
export function signSms(secret: Buffer, timestamp: string, rawBody: Buffer | string): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest('hex');
}

/** Compares in constant time. */
export function smsSignatureHolds(
  secret: Buffer,
  { timestamp, rawBody, signature }: { timestamp: string; rawBody: Buffer; signature: string },
): boolean {
  const expected = Buffer.from(signSms(secret, timestamp, rawBody), 'utf8');
  const given = Buffer.from(signature, 'utf8');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
