import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { hashesAt, type SignedPosition } from '../../db/invariants.js';
import { chainHead } from '../../db/log-chain.js';
import type { Db } from '../../db/sql.js';
import type { KeyRing } from '../../platform/keys/ring.js';
import { checkCheckpoint } from './log.js';

const LINES_AT_ONCE = 1_000;
/** A line is written just before its sealing commits; a sealing that was broken off is made up for in the next second. */
const COMMIT_MS = 2_500;

const lineShape = z.object({
  seq: z.int().positive(),
  hash: z.hex().transform((text) => Buffer.from(text, 'hex')),
  keyId: z.string(),
  signature: z.base64().transform((text) => Buffer.from(text, 'base64')),
});

/** Invariant 6, seen from outside: whoever owns the database cannot shorten or rewrite what was signed here. */
export async function checkCheckpointsFile(
  db: Db,
  ring: KeyRing,
  path: string,
  tell: (line: string) => void,
): Promise<void> {
  if (existsSync(path)) for await (const chunk of chunksOf(path)) await checkChunk(db, ring, chunk, tell);
  else if (await chainHead(db)) tell('the checkpoints kept outside the database are gone');
}

async function* chunksOf(path: string): AsyncGenerator<string[]> {
  let chunk: string[] = [];
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (line !== '') chunk.push(line);
    if (chunk.length < LINES_AT_ONCE) continue;
    yield chunk;
    chunk = [];
  }
  yield chunk;
}

async function checkChunk(
  db: Db,
  ring: KeyRing,
  chunk: readonly string[],
  tell: (line: string) => void,
): Promise<void> {
  const signed = chunk.map(parse).filter((one) => one !== undefined);
  const unreadable = chunk.length - signed.length;
  if (unreadable > 0) tell(`${unreadable} checkpoints kept outside the database cannot be read`);
  const inChain = await hashesSoon(db, signed);
  for (const one of signed)
    for (const line of checkCheckpoint(ring, one, inChain.get(one.seq))) tell(`outside: ${line}`);
}

/** Only the newest line can be of a sealing that is still on its way. */
async function hashesSoon(db: Db, signed: readonly SignedPosition[]): Promise<Map<number, Buffer>> {
  const seqs = signed.map(({ seq }) => seq);
  const found = await hashesAt(db, seqs);
  const [missing, ...more] = seqs.filter((seq) => !found.has(seq));
  if (missing === undefined || more.length > 0 || missing !== seqs.at(-1)) return found;
  await sleep(COMMIT_MS);
  return hashesAt(db, seqs);
}

function parse(line: string): SignedPosition | undefined {
  try {
    return lineShape.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
