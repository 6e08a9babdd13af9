import { createHmac, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';

/** RFC 6238 with what every authenticator app understands: SHA-1, 30 seconds, six digits, a 160-bit secret. */
const STEP_MS = 30_000;
const DIGITS = 6;
const SECRET_BYTES = 20;
/** A clock that is one step off, either way, still signs in. */
const SKEW_STEPS = 1;

export const newTotpSecret = (): Buffer => randomBytes(SECRET_BYTES);

export const stepOf = (now: Date): number => Math.floor(now.getTime() / STEP_MS);

/** The code of one time step. */
export function totpCode(secret: KeyObject, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** The time step near now whose code this is, or undefined. */
export function matchingStep(secret: KeyObject, code: string, now: Date): number | undefined {
  const middle = stepOf(now);
  const given = Buffer.from(code);
  const steps = Array.from({ length: 2 * SKEW_STEPS + 1 }, (_, index) => middle + SKEW_STEPS - index);
  return steps.find((step) => {
    const code = Buffer.from(totpCode(secret, step));
    return code.length === given.length && timingSafeEqual(code, given);
  });
}

/** The text that an authenticator app reads off the screen, and its secret for typing. */
export function totpInvitation(secret: Buffer, { issuer, account }: { issuer: string; account: string }) {
  const typed = base32(secret);
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const query = new URLSearchParams({ secret: typed, issuer });
  return { secret: typed, uri: `otpauth://totp/${label}?${query}`.replaceAll('+', '%20') };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648, without padding. */
function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}
