import { randomUUID } from 'node:crypto';
import { openCase } from '../db/cases.js';
import { factsOf, record } from '../db/facts.js';
import { advance, lockOrder } from '../db/orders.js';
import { settled } from '../db/outbox.js';
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
    const opened = blocking && state !== 'exception';
    if (opened)
      await record(tx, row.id, {
        type: 'exception_opened',
        actor: LIFECYCLE,
        source: 'lifecycle',
        detail: { from: state, caseId },
      });
    const now = opened ? 'exception' : state;
    const waiting = { code: 'case', needs: [`retry ${failed.step}`] };
    const { appliedFact, factCount } = await advance(tx, row.id, {
      mark: false,
      state: now,
      ownerDepartment: 'technology',
      waitingFor: waiting,
      dueHours: DUE_HOURS,
    });
    await settled(tx, row.id, appliedFact);
    return { next: 'wait', appliedFact: factCount };
  });
}
