import { checkpointsBetween, hashesAt, type SignedPosition, unsealedFor } from '../../db/invariants.js';
import { canonicalAt } from '../../db/log-chain.js';
import { eachLink, type Link } from '../../db/log-links.js';
import type { Db } from '../../db/sql.js';
import type { WholeOrder } from '../../db/whole-orders.js';
import { checkpointHolds } from '../../platform/keys/log-signing.js';
import type { KeyRing } from '../../platform/keys/ring.js';
import { checkpointBytes, GENESIS, linkHash } from '../../worker/sealer.js';
import { named } from './order-check.js';

const BATCH = 20_000;
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
    const { end, gaps, doubted } = await readPart(db, at);
    if (end.seq === at.seq) break;
    for (const position of gaps) tell(`the chain has no position ${position}`);
    (await checkDoubted(db, doubted)).forEach(tell);
    const signed = await checkpointsBetween(db, at.seq, end.seq);
    const inChain = await hashesAt(
      db,
      signed.map(({ seq }) => seq),
    );
    for (const one of signed) checkCheckpoint(ring, one, inChain.get(one.seq)).forEach(tell);
    signedTo = signed.at(-1)?.seq ?? signedTo;
    at = end;
  }
  if (signedTo < at.seq) tell(`the chain is signed to position ${signedTo} of ${at.seq}`);
  (await checkUnsealed(db)).forEach(tell);
  return at.seq;
}

interface Position {
  seq: number;
  hash: Buffer;
}

/** Links that were read in one go. */
interface Part {
  end: Position;
  /** Positions that are not there. */
  gaps: number[];
  /** Links that do not follow from what is before them as their rows are put together here. */
  doubted: (Position & { before: Buffer })[];
}

/** Compares with the hash that is stored before it, so that one changed row is one line. */
async function readPart(db: Db, after: Position): Promise<Part> {
  const part: Part = { end: after, gaps: [], doubted: [] };
  const take = ({ seq, hash, canonical }: Link) => {
    const before = part.end;
    if (seq !== before.seq + 1) part.gaps.push(before.seq + 1);
    else if (!canonical || !linkHash(before.hash, seq, canonical).equals(hash))
      part.doubted.push({ seq, hash, before: before.hash });
    part.end = { seq, hash };
  };
  await db.transaction((tx) => eachLink(tx, { afterSeq: after.seq, limit: BATCH }, take), { readOnly: true });
  return part;
}

/** Before a row is told of, the database prints it in the words it was sealed in. */
async function checkDoubted(db: Db, doubted: Part['doubted']): Promise<string[]> {
  if (doubted.length === 0) return [];
  const texts = await canonicalAt(
    db,
    doubted.map(({ seq }) => seq),
  );
  return doubted.flatMap(({ seq, hash, before }) => {
    const text = texts.get(seq);
    if (text !== undefined && linkHash(before, seq, Buffer.from(text)).equals(hash)) return [];
    return [`the log row at position ${seq} is gone or not the one that was sealed`];
  });
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
