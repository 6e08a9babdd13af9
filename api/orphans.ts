import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type FactDraft, record } from '../db/facts.js';
import { log } from '../db/log.js';
import { adoptOrphans, awaited, keepOrphan, type OrphanRow } from '../db/orphans.js';
import type { Tx } from '../db/sql.js';
import { FACT_SOURCES, FACT_TYPES, type FactDetail } from '../domain/facts.js';
import { blindIndex, blindIndexes, openJson, sealJson } from '../platform/keys/envelope.js';
import type { ApiDeps } from './deps.js';
import { intakeKeyOfDay, intakeKeyOfToday, sealNote } from './sealing.js';

/** A fact for an order that nobody has entered yet, with its note still open. */
export interface OrphanFact extends Omit<FactDraft, 'sealed'> {
  externalId: string;
  note?: string;
}

const orphanShape = z.object({
  type: z.enum(FACT_TYPES),
  actor: z.object({
    kind: z.enum(['person', 'system', 'customer']),
    id: z.string(),
    department: z.string().exactOptional(),
  }),
  source: z.enum(FACT_SOURCES),
  externalId: z.string(),
  detail: z.record(z.string(), z.unknown()),
  happenedAt: z.iso.datetime(),
  note: z.string().exactOptional(),
});

const LABEL = 'orphan';
const sealContext = (id: string): string => `orphan_facts:${id}`;

/** Keeps a fact until its order is entered: sealed, found by the keyed hash of the order's number, once per stated id. */
export async function keepFact(tx: Tx, deps: ApiDeps, orderNo: string, fact: OrphanFact): Promise<void> {
  const id = randomUUID();
  const { day, key } = await intakeKeyOfToday(deps, tx);
  const kept = { ...fact, detail: fact.detail ?? {}, happenedAt: fact.happenedAt ?? new Date() };
  const stated = `${orderNo}\n${fact.externalId}`;
  await keepOrphan(tx, {
    id,
    orderKey: blindIndex(deps.ring, LABEL, orderNo),
    source: fact.source,
    externalId: blindIndex(deps.ring, `${LABEL}/stated`, stated).toString('hex'),
    intakeDay: day,
    sealed: sealJson(key, kept, sealContext(id)),
  });
  await log(tx, { actor: fact.actor, action: 'orphan_kept', detail: { type: fact.type, orphanId: id } });
}

/** Records the facts that waited for these new orders, oldest first. The caller holds the orders' numbers. */
export async function adopt(
  tx: Tx,
  deps: ApiDeps,
  orders: readonly { id: string; orderNo: string }[],
): Promise<void> {
  const keys = orders.flatMap(({ id, orderNo }) =>
    blindIndexes(deps.ring, LABEL, orderNo).map((key) => ({ id, key })),
  );
  const waited = await awaited(
    tx,
    keys.map(({ key }) => key),
  );
  for (const { id, key } of keys.filter(({ key }) => waited.some((one) => one.equals(key)))) {
    for (const orphan of await adoptOrphans(tx, key, id)) await recordOrphan(tx, deps, id, orphan);
  }
}

/** After its intake key was destroyed an orphan is lost, and the log says so. */
async function recordOrphan(tx: Tx, deps: ApiDeps, orderId: string, orphan: OrphanRow): Promise<void> {
  const key = await intakeKeyOfDay(deps, tx, orphan.intakeDay);
  if (!key) {
    const detail = { orphanId: orphan.id };
    return log(tx, { actor: { kind: 'system', id: 'intake' }, action: 'orphan_lost', orderId, detail });
  }
  const { note, detail, happenedAt, ...fact } = orphanShape.parse(
    openJson(key, orphan.sealed, sealContext(orphan.id)),
  );
  await record(tx, orderId, {
    ...fact,
    detail: detail as FactDetail,
    happenedAt: new Date(happenedAt),
    ...(await sealNote(deps, tx, orderId, note)),
  });
}
