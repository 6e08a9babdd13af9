import { createHash, randomBytes } from 'node:crypto';

const CODES = 10;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const CHARACTERS = 16;

/** Ten codes of 80 random bits, in letters that cannot be misread. */
export const newRecoveryCodes = (): string[] => Array.from({ length: CODES }, newCode);

/** What is stored of a code; hyphens, spaces and letters that look like digits are forgiven. */
export function recoveryHash(code: string): Buffer {
  const plain = code.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
  return createHash('sha256').update(plain).digest();
}

function newCode(): string {
  const letters = [...randomBytes(CHARACTERS)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return (letters.join('').match(/.{4}/g) ?? []).join('-');
}
