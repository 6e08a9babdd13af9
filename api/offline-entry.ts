import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { z } from 'zod';
import { type ENTRY_FAULTS, offlineEntry } from './contract/offline.js';

export type OfflineEntry = z.output<typeof offlineEntry>;

const COORDINATE_BYTES = 32;

/** The key of an uncompressed point on P-256, or undefined when it is none. */
export function keyOfPoint(point: Uint8Array): KeyObject | undefined {
  if (point.length !== 1 + 2 * COORDINATE_BYTES || point[0] !== 4) return undefined;
  const part = (at: number) => Buffer.from(point.subarray(at, at + COORDINATE_BYTES)).toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: part(1), y: part(1 + COORDINATE_BYTES) };
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}

/** What a device signed, if these are its very bytes and it is its own. */
export function openEntry(
  device: { id: string; publicKey: Uint8Array },
  sent: { entry: string; signature: string },
): { entry: OfflineEntry } | { fault: (typeof ENTRY_FAULTS)[number] } {
  const key = keyOfPoint(device.publicKey);
  const signature = Buffer.from(sent.signature, 'base64url');
  const bytes = Buffer.from(sent.entry);
  if (!key || !verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature))
    return { fault: 'entry_not_signed' };
  const told = offlineEntry.safeParse(jsonOf(sent.entry));
  if (!told.success || told.data.device !== device.id) return { fault: 'entry_unreadable' };
  return { entry: told.data };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
