import { createHash, randomUUID } from 'node:crypto';
import {
  type BillRow,
  type DifferenceRow,
  differenceById,
  differencesOf,
  type FoundDifference,
  insertBill,
  insertDifference,
  isFound,
  listDifferences,
  newestBills,
  settleDifference,
} from '../../db/bills.js';
import { listAccounts } from '../../db/books.js';
import { record } from '../../db/facts.js';
import { log } from '../../db/log.js';
import { lockOrder } from '../../db/orders.js';
import type { Tx } from '../../db/sql.js';
import type { Actor } from '../../domain/facts.js';
import type { Provider } from '../../domain/payment.js';
import { Refusal } from '../../domain/refusal.js';
import { type BillLine, BillUnreadable, readBill } from '../../intake/read-bill.js';
import { FileRefused } from '../../intake/refusals.js';
import type { Routes } from '../contract/routes.js';
import { iso, isoOrNull } from '../faces.js';
import type { Act, Read, Upload } from '../handler.js';
import { onceIfKeyed } from '../idempotency.js';
import { cursorOf } from '../paging.js';
import { readAll } from '../read-all.js';

const MOST_BYTES = 32 * 1024 ** 2;
const SHOWN = 100;

export const accounts: Read<Routes['listAccounts']> = async ({ db }, { query, caller: { person } }) => {
  const { balance, limit } = query;
  const { items, next } = await listAccounts(db, { person, balance, limit, cursor: cursorOf(query) });
  return {
    status: 200,
    body: {
      items: items.map(({ id: _, createdAt, ...one }) => ({ ...one, createdAt: iso(createdAt) })),
      ...(next && { next }),
    },
  };
};

/** Takes a bill and compares it; whatever was found before, by this file or another, is not found again (P3.2.3). */
export const take: Upload<Routes['takeBill']> = async (deps, { query, caller: { person } }, file) => {
  const content = await readAll(file, MOST_BYTES);
  const lines = await linesIn(content);
  const { provider, day } = query;
  const id = randomUUID();
  const keep = async (tx: Tx) => {
    const found = await differencesOf(tx, provider, day, lines);
    const wrong = found.filter(({ what }) => what !== 'missing_there').length;
    const counts = { rows: lines.length, matched: lines.length - wrong, differences: found.length };
    const fileHash = createHash('sha256').update(content).digest();
    await insertBill(tx, { id, provider, day, fileHash, ...counts, takenBy: person.id });
    for (const one of found) await keepDifference(tx, { billId: id, provider, actor: person.actor }, one);
    await log(tx, {
      actor: person.actor,
      action: 'bill_taken',
      detail: { billId: id, provider, day, ...counts },
    });
    const takenAt = iso(deps.now?.() ?? new Date());
    return {
      status: 201 as const,
      body: { billId: id, provider, day, ...counts, takenBy: person.id, takenAt },
    };
  };
  const { body } = await onceIfKeyed(deps.db, file.once, keep);
  return { status: 201, body: body as Awaited<ReturnType<typeof keep>>['body'] };
};

async function linesIn(content: Buffer): Promise<BillLine[]> {
  try {
    return await readBill(content);
  } catch (error) {
    if (error instanceof BillUnreadable)
      throw new Refusal('bill_unreadable', error.row === undefined ? {} : { row: error.row });
    if (error instanceof FileRefused) throw new Refusal('bill_unreadable');
    throw error;
  }
}

/** A difference of a known order is a fact of it: the lifecycle makes the case. */
async function keepDifference(
  tx: Tx,
  { billId, provider, actor }: { billId: string; provider: Provider; actor: Actor },
  one: FoundDifference,
): Promise<void> {
  const order = one.orderId === null ? undefined : await lockOrder(tx, one.orderId);
  if (await isFound(tx, provider, one)) return;
  const fact =
    order &&
    (await record(tx, order.id, {
      type: 'payment_mismatch',
      ...{ actor, source: 'api' },
      externalId: `bill/${provider}/${one.movement}/${one.tradeNo}/${one.what}`,
      detail: {
        ...{ reason: `bill_${one.what}`, provider, currency: one.currency },
        ...(one.theirsMinor !== null && { amountMinor: one.theirsMinor }),
        ...(one.oursMinor !== null && { oursMinor: one.oursMinor }),
      },
    }));
  await insertDifference(tx, { ...one, id: randomUUID(), billId, provider, fact: fact?.number ?? null });
}

export const bills: Read<Routes['listBills']> = async ({ db }) => ({
  status: 200,
  body: { items: (await newestBills(db, SHOWN)).map(billFace) },
});

export const differences: Read<Routes['listDifferences']> = async ({ db }, { query }) => {
  const { all, limit } = query;
  const { items, next } = await listDifferences(db, { all, limit, cursor: cursorOf(query) });
  return { status: 200, body: { items: items.map(differenceFace), ...(next && { next }) } };
};

export const settle: Act<Routes['settleDifference']> = async (tx, _deps, { params, body, caller }) => {
  const { person } = caller;
  const { differenceId } = params;
  const found = await differenceById(tx, differenceId);
  if (!found) throw new Refusal('difference_unknown');
  if (!(await settleDifference(tx, { differenceId, how: body.how, settledBy: person.id })))
    throw new Refusal('difference_settled');
  const detail = { differenceId, how: body.how };
  await log(tx, { actor: person.actor, action: 'bill_difference_settled', detail });
  return { status: 200, body: { differenceId } };
};

const billFace = ({ id: billId, takenAt, ...one }: BillRow) => ({ billId, ...one, takenAt: iso(takenAt) });

const differenceFace = ({ id: differenceId, foundAt, settledAt, ...one }: DifferenceRow) => ({
  differenceId,
  ...one,
  foundAt: iso(foundAt),
  settledAt: isoOrNull(settledAt),
});
