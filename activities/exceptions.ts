import { randomUUID } from 'node:crypto';
import { type Advance, advance, type Deadline } from '../db/advancing.js';
import { openCase } from '../db/cases.js';
import { endPause } from '../db/clock-pauses.js';
import { factsOf, record } from '../db/facts.js';
import { lockOrder, type OrderRow } from '../db/orders.js';
import { settled } from '../db/outbox.js';
import type { Tx } from '../db/sql.js';
import type { FactDetail } from '../domain/facts.js';
import { FAULT } from '../domain/hold-up.js';
import { fold, MOVES } from '../domain/lifecycle.js';
import type { House } from './house.js';
import { LIFECYCLE, type Turn } from './turn.js';

export interface FailedStep {
  orderId: string;
  step: string;
  /** The failure's type and normalised message: never a row value, a name or an address. */
  code: string;
}

const DUE_HOURS = 16;
/** The next sweep derives the deadline from the calendar, which a failed step leaves alone. */
const NO_CALENDAR = 0;

/**
 * Turns a step that kept failing into a technical case for a technician (P6.3.2). It reads no more than it must, so
 * that whatever broke the step cannot break this too.
 */
export async function openTechnicalCase(house: House, failed: FailedStep): Promise<Turn> {
  return house.db.transaction(async (tx) => {
    const row = await lockOrder(tx, failed.orderId);
    if (!row) return { next: 'rest', appliedFact: 0 };
    const state = fold(await factsOf(tx, row.id));
    const blocking = state === 'exception' || MOVES[state].exception_opened !== undefined;
    const caseId = await openCase(tx, {
      id: randomUUID(),
      orderId: row.id,
      kind: 'technical',
      step: failed.step,
      code: failed.code.slice(0, 200),
      blocking,
      ownerDepartment: 'technology',
      dueHours: DUE_HOURS,
    });
    const opens = blocking && state !== 'exception';
    const { dueAt, budgetMinutes, pausedAt } = opens
      ? await openException(tx, row.id, { from: state, caseId })
      : row;
    const waiting = { code: 'case', needs: [`retry ${failed.step}`] };
    const { appliedFact, factCount } = await advance(tx, row.id, {
      lastFact: null,
      state: opens ? 'exception' : state,
      stateSince: null,
      ownerDepartment: 'technology',
      waitingFor: waiting,
      ...FAULT,
      deadline: { dueAt, budgetMinutes, pausedAt, calendarRevision: NO_CALENDAR },
      steering: { ...steeringOfRow(row), ...(opens && { assignee: null, escalation: 0 }) },
    });
    await settled(tx, row.id, appliedFact);
    return { next: 'wait', appliedFact: factCount };
  });
}

const steeringOfRow = ({ assignee, priority, escalation, held, watched }: OrderRow): Advance['steering'] => ({
  ...{ assignee, priority, escalation, held, watched },
});

/** Moves an order into the exception, where no pause of its old state holds. */
async function openException(
  tx: Tx,
  orderId: string,
  detail: FactDetail,
): Promise<Omit<Deadline, 'calendarRevision'>> {
  const { recordedAt = new Date() } = await record(tx, orderId, {
    type: 'exception_opened',
    actor: LIFECYCLE,
    source: 'lifecycle',
    detail,
  });
  await endPause(tx, orderId, recordedAt);
  const dueAt = new Date(recordedAt.getTime() + DUE_HOURS * 3_600_000);
  return { dueAt, budgetMinutes: DUE_HOURS * 60, pausedAt: null };
}
