import { z } from 'zod';
import type { CaseRow } from '../db/cases.js';
import type { CodeRow } from '../db/codes.js';
import type { OrderItem } from '../db/order-list.js';
import type { Fact } from '../domain/facts.js';
import { ORDER_KINDS } from '../domain/order.js';
import type { Evaluation } from '../domain/rules.js';

/** Rows as answers show them: moments as ISO 8601, nothing personal. */

export const iso = (moment: Date): string => moment.toISOString();
export const isoOrNull = (moment: Date | null): string | null => moment?.toISOString() ?? null;

const waiting = z.object({ code: z.string(), needs: z.array(z.string()) });

/** Why an order waits, as the lifecycle wrote it. */
export const waitingFor = (stored: unknown) => (stored === null ? null : waiting.parse(stored));

const kind = z.enum(ORDER_KINDS);

export function orderItem(row: OrderItem) {
  const { id, orderNo, currency, amountMinor, state, ownerDepartment } = row;
  const { budgetMinutes, cause, nextAction } = row;
  return {
    ...{ id, orderNo, currency, amountMinor, state, ownerDepartment },
    kind: kind.parse(row.kind),
    orderedAt: iso(row.orderedAt),
    createdAt: iso(row.createdAt),
    stateSince: iso(row.stateSince),
    waitingFor: waitingFor(row.waitingFor),
    dueAt: isoOrNull(row.dueAt),
    pausedAt: isoOrNull(row.pausedAt),
    ...{ budgetMinutes, cause, nextAction },
  };
}

export function codeFace({ issueNo, status, issuedAt, expiresAt }: CodeRow) {
  return { issueNo, status, issuedAt: iso(issuedAt), expiresAt: iso(expiresAt) };
}

export function factFace(fact: Fact, notes: ReadonlyMap<number, string>) {
  const { number, type, actor, source, detail } = fact;
  const note = notes.get(number);
  return {
    ...{ number, type, source },
    actor: { ...actor },
    detail: { ...detail },
    happenedAt: iso(fact.happenedAt),
    recordedAt: iso(fact.recordedAt),
    ...(note !== undefined && { note }),
  };
}

export function caseFace(row: CaseRow) {
  return {
    ...row,
    openedAt: iso(row.openedAt),
    failedAt: iso(row.failedAt),
    retryAt: isoOrNull(row.retryAt),
    dueAt: isoOrNull(row.dueAt),
    closedAt: isoOrNull(row.closedAt),
  };
}

export function evaluationFace(evaluation: Evaluation) {
  const { conditions, contradictions, risks, nearest, inputs } = evaluation;
  return {
    ...evaluation,
    conditions: [...conditions],
    contradictions: [...contradictions],
    risks: [...risks],
    nearest: [...nearest],
    inputs: { ...inputs },
  };
}
