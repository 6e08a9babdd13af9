import { hash as hashOnce } from 'node:crypto';
import type { Knex } from 'knex';
import {
  appendToChain,
  chainHead,
  insertCheckpoint,
  lockChain,
  sealedUpTo,
  unsealed,
} from '../db/log-chain.js';
import { signCheckpoint } from '../platform/keys/log-signing.js';
import type { KeyRing } from '../platform/keys/ring.js';
import type { Logger } from '../platform/log.js';
import { every } from './every.js';

export interface SealerOptions {
  /** The sealer's own role. */
  db: Knex;
  ring: KeyRing;
  log: Logger;
  /** Takes each signed checkpoint out of the database. */
  publish?: (line: string) => void;
}

const EVERY_MS = 1_000;
const BATCH = 5_000;
export const GENESIS = Buffer.alloc(32);

/** Chains the operation log once a second, so that writers never queue behind a hash (P5.3.1). */
export async function runSealer(options: SealerOptions, stop: AbortSignal): Promise<void> {
  const seal = async () => {
    while ((await sealOnce(options)) === BATCH);
  };
  const failed = (err: unknown) => options.log.warn({ err }, 'sealer: waits for the database');
  await every(EVERY_MS, stop, seal, { failed });
}

/** Seals one batch and signs where the chain now ends; returns how many rows it sealed. */
export async function sealOnce({ db, ring, publish }: SealerOptions): Promise<number> {
  return db.transaction(async (tx) => {
    if (!(await lockChain(tx))) return 0;
    const entries = await unsealed(tx, await sealedUpTo(tx), BATCH);
    if (entries.length === 0) return 0;
    const head = (await chainHead(tx)) ?? { seq: 0, hash: GENESIS };
    let { seq, hash } = head;
    const links = entries.map(({ entryId, canonical }) => {
      seq += 1;
      hash = linkHash(hash, seq, Buffer.from(canonical));
      return { seq, entryId, hash };
    });
    await appendToChain(tx, links);
    const { keyId, signature } = signCheckpoint(ring, checkpointBytes(seq, hash));
    await insertCheckpoint(tx, { seq, hash, keyId, signature });
    publish?.(
      JSON.stringify({ seq, hash: hash.toString('hex'), keyId, signature: signature.toString('base64') }),
    );
    return links.length;
  });
}

/** SHA-256 over the hash before, the position and the row's canonical text in UTF-8. */
export function linkHash(before: Buffer, seq: number, canonical: Buffer): Buffer {
  const bytes = Buffer.concat([before, Buffer.from(`${seq}\n`), canonical]);
  // In one call and as a string: a hash object and a buffer from it cost several times the hash.
  return Buffer.from(hashOnce('sha256', bytes, 'binary'), 'binary');
}

export function checkpointBytes(seq: number, hash: Buffer): Buffer {
  return Buffer.from(`order-qr log ${seq} ${hash.toString('hex')}`);
}
