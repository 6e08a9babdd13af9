import { randomUUID } from 'node:crypto';
import { codeOfToken } from '../../db/codes.js';
import { log } from '../../db/log.js';
import { insertSample, type PrintSample, placeInBatch } from '../../db/print-samples.js';
import type { Db, Tx } from '../../db/sql.js';
import { Refusal } from '../../domain/refusal.js';
import { decodeAll, type Located } from '../../qr/check.js';
import { gradeOf } from '../../qr/grade.js';
import { type Ecc, matrixOf } from '../../qr/matrix.js';
import { PictureTooLarge, photoOf } from '../../qr/photo.js';
import type { Picture } from '../../qr/picture.js';
import { readToken } from '../../qr/token.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import type { Upload } from '../handler.js';
import { onceIfKeyed } from '../idempotency.js';
import { readAll } from '../read-all.js';
import { knownBatch } from './print-batches.js';

const MOST_BYTES = 10 * 1024 ** 2;
/** Labels on one scanned sheet, and some more. */
const MOST_SYMBOLS = 48;

type Found = Omit<PrintSample, 'id' | 'batchId' | 'checkedBy'> & { orderNo: string | null };

/** Scan-back of a printed batch: what is on the picture is told and kept, the picture is not. */
export const grade: Upload<Routes['gradePrints']> = async (deps, { params, caller: { person } }, file) => {
  const batch = await knownBatch(deps.db, params.batchId, person);
  const picture = await pictureIn(await readAll(file, MOST_BYTES));
  const seen = await decodeAll(picture, MOST_SYMBOLS);
  const items: Found[] = [];
  for (const symbol of seen) items.push(await matched(deps, batch.id, picture, symbol));
  if (items.length === 0) items.push({ ...NOTHING });
  const keep = async (tx: Tx) => {
    for (const { orderNo: _, ...item } of items)
      await insertSample(tx, { ...item, id: randomUUID(), batchId: batch.id, checkedBy: person.id });
    const detail = { batch: batch.id, symbols: seen.length };
    await log(tx, { actor: person.actor, action: 'prints_graded', detail });
    return { status: 201 as const, body: { batchId: batch.id } };
  };
  await onceIfKeyed(deps.db, file.once, keep);
  return { status: 201, body: { items } };
};

const NOTHING = {
  orderNo: null,
  position: null,
  outcome: 'unreadable',
  grade: 'F',
  gradeParts: null,
} as const;

async function pictureIn(content: Buffer): Promise<Picture> {
  try {
    const picture = await photoOf(content);
    if (!picture) throw new Refusal('file_not_as_said');
    return picture;
  } catch (error) {
    if (error instanceof PictureTooLarge) throw new Refusal('picture_too_large');
    throw error;
  }
}

/** Which label of the batch a symbol is, and how well it was printed. */
async function matched(deps: ApiDeps, batchId: string, picture: Picture, symbol: Located): Promise<Found> {
  const { grade, parts } = gradedAs(picture, symbol);
  const graded = { grade, gradeParts: parts };
  const place = await placeOf(deps, deps.db, batchId, symbol.text);
  return { orderNo: null, position: null, ...place, ...graded };
}

async function placeOf(
  deps: ApiDeps,
  db: Db,
  batchId: string,
  text: string,
): Promise<Pick<Found, 'outcome'> & Partial<Pick<Found, 'orderNo' | 'position'>>> {
  const now = deps.now?.() ?? new Date();
  const reading = readToken(deps.tokenKeys, text, { hosts: [deps.codeHost], now });
  const code = 'tokenId' in reading ? await codeOfToken(db, reading.tokenId) : undefined;
  if (!code) return { outcome: 'not_ours' };
  const place = await placeInBatch(db, batchId, code.id);
  if (!place) return { outcome: 'not_in_batch' };
  return { ...place, outcome: code.status === 'live' ? 'matched' : 'not_live' };
}

/** Against the very symbol that was meant; one of another drawing cannot be compared module by module. */
function gradedAs(picture: Picture, { text, ecc, version, corners, unusedErrorCorrection }: Located) {
  const level = (['L', 'M', 'Q', 'H'] as const).find((known): known is Ecc => known === ecc) ?? 'Q';
  const matrix = matrixOf(text, level);
  if (matrix.version !== version) return { grade: 'F' as const, parts: null };
  return gradeOf(picture, { corners, matrix, unusedErrorCorrection });
}
