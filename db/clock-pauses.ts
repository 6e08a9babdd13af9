import { type Db, rows, run, type Tx } from './sql.js';

export interface PauseRow {
  orderId: string;
  /** The fact that the pause began with. */
  fact: number;
  reason: string;
  pausedBy: string;
  pausedAtMs: number;
  resumedAtMs?: number;
}

/** Writes a pause into the ledger, or when it is there, its end. */
export async function putPause(tx: Tx, pause: PauseRow & { stateSince: Date }): Promise<void> {
  const { pausedAtMs, resumedAtMs, ...rest } = pause;
  await run(
    tx,
    `insert into clock_pauses (order_id, fact_number, state_since, reason, paused_by, paused_at, resumed_at)
     values (:orderId, :fact, :stateSince, :reason, :pausedBy, :pausedAt, :resumedAt)
     on conflict (order_id, fact_number) do update set resumed_at = excluded.resumed_at`,
    {
      ...rest,
      pausedAt: new Date(pausedAtMs),
      resumedAt: resumedAtMs === undefined ? null : new Date(resumedAtMs),
    },
  );
}

/** The pauses of some orders, oldest first. */
export async function pausesOfAll(db: Db, orderIds: readonly string[]): Promise<PauseRow[]> {
  const found = await rows<Omit<PauseRow, 'pausedAtMs' | 'resumedAtMs'> & { from: Date; to: Date | null }>(
    db,
    `select order_id as "orderId", fact_number as fact, reason, paused_by as "pausedBy", paused_at as "from",
       resumed_at as "to" from clock_pauses where order_id = any(:orderIds::uuid[]) order by order_id, fact_number`,
    { orderIds: [...orderIds] },
  );
  return found.map(({ from, to, ...pause }) => ({
    ...pause,
    pausedAtMs: from.getTime(),
    ...(to && { resumedAtMs: to.getTime() }),
  }));
}

/** Ends the pause that is open, if there is one. */
export async function endPause(tx: Tx, orderId: string, at: Date): Promise<void> {
  await run(
    tx,
    'update clock_pauses set resumed_at = greatest(:at, paused_at) where order_id = :orderId and resumed_at is null',
    { orderId, at },
  );
}
