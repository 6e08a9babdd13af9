import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import { open, seal } from '../keys/aes-gcm.js';

/** Seals with `current`, opens with any; 32 bytes each. */
export interface PayloadKeys {
  readonly current: string;
  readonly keys: Readonly<Record<string, Buffer>>;
}

const ENCODING = 'encoding';
const KEY_ID = 'encryption-key-id';
const ENCRYPTED = 'binary/encrypted';
const wire = proto.temporal.api.common.v1.Payload;

/** Every payload Temporal stores is AES-256-GCM, with its key id beside it and authenticated. */
export function payloadCodec({ current, keys }: PayloadKeys): PayloadCodec {
  const known = new Map(Object.entries(keys).map(([id, bytes]) => [id, createSecretKey(bytes)]));
  const currentKey = keyOf(known, current);
  return {
    encode: async (payloads) => payloads.map((payload) => encrypt(payload, current, currentKey)),
    decode: async (payloads) => payloads.map((payload) => decrypt(payload, known)),
  };
}

function encrypt(payload: Payload, keyId: string, key: KeyObject): Payload {
  return {
    metadata: { [ENCODING]: Buffer.from(ENCRYPTED), [KEY_ID]: Buffer.from(keyId) },
    data: seal(key, wire.encode(payload).finish(), contextOf(keyId)),
  };
}

/** A plain payload passes (an operator's own signal): refusing it would wedge the workflow task, not protect it. */
function decrypt(payload: Payload, known: ReadonlyMap<string, KeyObject>): Payload {
  if (metadataText(payload, ENCODING) !== ENCRYPTED) return payload;
  const keyId = metadataText(payload, KEY_ID);
  return wire.decode(open(keyOf(known, keyId), payload.data ?? Buffer.alloc(0), contextOf(keyId)));
}

function keyOf(known: ReadonlyMap<string, KeyObject>, keyId: string): KeyObject {
  const key = known.get(keyId);
  if (key === undefined)
    throw new Error(`no payload key ${keyId} in this process: reopen the key ring that holds it`);
  return key;
}

function metadataText({ metadata }: Payload, name: string): string {
  return Buffer.from(metadata?.[name] ?? []).toString('utf8');
}

function contextOf(keyId: string): string {
  return `temporal-payload/${keyId}`;
}
