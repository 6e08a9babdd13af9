import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** argon2id, the library's default algorithm: 64 MiB, three passes, four lanes (RFC 9106, second choice). */
const COST = { memoryCost: 65_536, timeCost: 3, parallelism: 4 };

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), COST);

let decoy: Promise<string> | undefined;

/** Whether a password is the one behind a hash; without a hash it takes as long and is not. */
export async function passwordMatches(known: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(16).toString('hex'));
  const matches = await verify(known ?? (await decoy), password.normalize('NFKC'));
  return matches && known !== undefined;
}
