import { checkpointsBetween, type SignedPosition, unsealedFor } from '../../db/invariants.js';
import { chainFrom } from '../../db/log-chain.js';
import type { Db } from '../../db/sql.js';
import type { WholeOrder } from '../../db/whole-orders.js';
import { checkpointHolds } from '../../platform/keys/log-signing.js';
import type { KeyRing } from '../../platform/keys/ring.js';
import { checkpointBytes, GENESIS, linkHash } from '../../worker/sealer.js';
import { named } from './order-check.js';

const BATCH = 5_000;
const UNSEALED_SECONDS = 10;

/** Invariant 6, order by order: each fact was logged. */
export function checkLogRows({ unlikeLog }: WholeOrder): string[] {
  const silent = unlikeLog.filter((one) => one.logged === null).map((one) => one.number);
  return silent.length > 0 ? [`the log has no row of ${named('fact', silent)}`] : [];
}

/**
 * Invariant 6: the chain follows from its first row, is signed to its end, and nothing is kept out of it. Returns how
 * long it is.
 */
export async function checkChain(db: Db, ring: KeyRing, tell: (line: string) => void): Promise<number> {
  let at: Position = { seq: 0, hash: GENESIS };
  let signedTo = 0;
  for (;;) {
    const links = await chainFrom(db, at.seq, BATCH);
    if (links.length === 0) break;
    const before = at.seq;
    for (const link of links) {
      checkLink(at, link).forEach(tell);
      at = link;
    }
    const hashes = new Map(links.map(({ seq, hash }) => [seq, hash]));
    for (const signed of await checkpointsBetween(db, before, at.seq)) {
      checkCheckpoint(ring, signed, hashes.get(signed.seq)).forEach(tell);
      signedTo = signed.seq;
    }
  }
  if (signedTo < at.seq) tell(`the chain is signed to position ${signedTo} of ${at.seq}`);
  (await checkUnsealed(db)).forEach(tell);
  return at.seq;
}

interface Position {
  seq: number;
  hash: Buffer;
}

/** Compares with the hash that is stored before it, so that one changed row is one line. */
function checkLink(before: Position, link: Position & { canonical: string | null }): string[] {
  if (link.seq !== before.seq + 1) return [`the chain has no position ${before.seq + 1}`];
  if (link.canonical !== null && linkHash(before.hash, link.seq, link.canonical).equals(link.hash)) return [];
  return [`the log row at position ${link.seq} is gone or not the one that was sealed`];
}

/** A signed position holds when its signature does and the chain still says the same there. */
export function checkCheckpoint(
  ring: KeyRing,
  signed: SignedPosition,
  inChain: Buffer | undefined,
): string[] {
  const { seq, hash, keyId, signature } = signed;
  if (!checkpointHolds(ring, checkpointBytes(seq, hash), { keyId, signature }))
    return [`the signature at position ${seq} does not hold`];
  if (!inChain) return [`position ${seq} was signed and is gone`];
  return inChain.equals(hash) ? [] : [`the chain at position ${seq} is not the one that was signed`];
}

async function checkUnsealed(db: Db): Promise<string[]> {
  const { count, oldestSeconds } = await unsealedFor(db, UNSEALED_SECONDS);
  return count > 0 ? [`${count} log rows are unsealed, the oldest for ${Math.floor(oldestSeconds)} s`] : [];
}
