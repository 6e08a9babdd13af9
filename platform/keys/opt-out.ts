import { createHmac, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import { currentKey, type KeyRing, keysFor } from './ring.js';

const ID_BYTES = 16;
const MAC_BYTES = 16;

/** What a message carries so that its reader, and nobody else, can stop its channel: its id and a keyed hash of it. */
export function optOutProof(ring: KeyRing, messageId: string): string {
  const id = Buffer.from(messageId.replaceAll('-', ''), 'hex');
  return Buffer.concat([id, mac(currentKey(ring, 'sms').secret, id)]).toString('base64url');
}

/** The message that a proof names, or undefined when it is none of ours. */
export function messageOfProof(ring: KeyRing, proof: string): string | undefined {
  const bytes = Buffer.from(proof, 'base64url');
  if (bytes.length !== ID_BYTES + MAC_BYTES) return undefined;
  const [id, given] = [bytes.subarray(0, ID_BYTES), bytes.subarray(ID_BYTES)];
  if (!keysFor(ring, 'sms').some(({ secret }) => timingSafeEqual(mac(secret, id), given))) return undefined;
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function mac(secret: KeyObject, id: Buffer): Buffer {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'opt-out', 32));
  return createHmac('sha256', key).update(id).digest().subarray(0, MAC_BYTES);
}
