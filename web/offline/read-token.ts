import { verifyAsync } from '@noble/ed25519';
import {
  decodeFacts,
  factsBlockOf,
  formOf,
  type Misformed,
  partsOf,
  type SealedReading,
  tokenIdOf,
} from '../../qr/form.js';

/** The public half of a sealed key, as the house last told it. */
export interface PublicKey {
  keyId: number;
  publicKey: Uint8Array;
  compromisedAt: string | null;
}

interface Said {
  keyId: number;
  tokenId: Uint8Array;
  /** The key facts as they are signed. */
  block: Uint8Array;
  sealed: SealedReading;
}

/** `unknown_key`: of a key that the device does not hold, and so every short code: only the house can say. */
export type DeviceReading =
  | ({ verdict: 'genuine' | 'expired' | 'compromised' } & Said)
  | Misformed
  | { verdict: 'unknown_key' | 'forged'; keyId: number };

/** Reads a text as the house does, with public keys alone (`qr/token.ts` is its twin; a test holds them together). */
export async function readOnDevice(
  keys: readonly PublicKey[],
  text: string,
  at: { hosts: readonly string[]; now: Date },
): Promise<DeviceReading> {
  const formed = formOf(text, at.hosts);
  if ('verdict' in formed) return formed;
  const key = keys.find(({ keyId }) => keyId === formed.keyId);
  if (!key) return { verdict: 'unknown_key', keyId: formed.keyId };
  const parts = partsOf(formed, 'sealed');
  if (!parts) return { verdict: 'malformed', reason: 'wrong_length' };
  if (!(await isSigned(key, parts))) return { verdict: 'forged', keyId: key.keyId };
  const block = factsBlockOf(parts.body);
  const said = { keyId: key.keyId, tokenId: tokenIdOf(parts.body), block, sealed: decodeFacts(block) };
  if (isCompromised(key, at.now)) return { verdict: 'compromised', ...said };
  return { verdict: said.sealed.expiresAt > at.now ? 'genuine' : 'expired', ...said };
}

/** By the strict rules of RFC 8032, which the house goes by. */
const isSigned = ({ publicKey }: PublicKey, { body, tag }: { body: Uint8Array; tag: Uint8Array }) =>
  verifyAsync(tag, body, publicKey, { zip215: false }).catch(() => false);

/** An unreadable date counts as now. */
const isCompromised = ({ compromisedAt }: PublicKey, now: Date): boolean =>
  compromisedAt !== null && !(Date.parse(compromisedAt) > now.getTime());
