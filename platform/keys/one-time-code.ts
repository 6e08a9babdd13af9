import { createHmac, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import { currentKey, type KeyRing, keysFor } from './ring.js';

const DIGITS = 6;

/** The six digits that answer one question of an order: they follow from the ring, so that nothing keeps them. */
export const oneTimeCode = (ring: KeyRing, orderId: string, fact: number): string =>
  digits(currentKey(ring, 'sms').secret, orderId, fact);

/** Whether these digits answer the question; a key that was replaced in between still counts. */
export function isOneTimeCode(
  ring: KeyRing,
  { orderId, fact }: { orderId: string; fact: number },
  given: string,
): boolean {
  if (given.length !== DIGITS) return false;
  return keysFor(ring, 'sms').some(({ secret }) =>
    timingSafeEqual(Buffer.from(digits(secret, orderId, fact)), Buffer.from(given)),
  );
}

function digits(secret: KeyObject, orderId: string, fact: number): string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'one-time-code', 32));
  const mac = createHmac('sha256', key).update(`${orderId}/${fact}`).digest();
  return String(mac.readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, '0');
}
