import { log } from '../../db/log.js';
import { activePolicy } from '../../db/policies.js';
import type { Db } from '../../db/sql.js';
import { listStuck, type StuckFilter } from '../../db/stuck.js';
import { formatMinor } from '../../domain/money.js';
import type { Routes } from '../contract/routes.js';
import { BYTE_ORDER_MARK, csvLine } from '../csv.js';
import type { Download } from '../handler.js';
import { needStepUp } from '../step-up.js';
import { filterOf, stuckFaces } from './stuck.js';

const PAGE = 500;

/** The manager's list as a file, read page by page as it is sent (P4.2.2); who took what is in the log. */
export const exportStuck: Download<Routes['exportStuck']> = async (deps, { body, caller }) => {
  const { person } = caller;
  await needStepUp(deps, person);
  const filter = filterOf(body, person, await activePolicy(deps.db));
  await log(deps.db, { actor: person.actor, action: 'stuck_exported', detail: { ...body } });
  const day = (deps.now?.() ?? new Date()).toISOString().slice(0, 10);
  return { name: `orders-${day}.csv`, lines: linesOf(deps.db, filter) };
};

type Face = Awaited<ReturnType<typeof stuckFaces>>[number];

const COLUMNS: readonly (readonly [title: string, cell: (order: Face) => string | number | null])[] = [
  ['order_no', ({ orderNo }) => orderNo],
  ['state', ({ state }) => state],
  ['state_since', ({ stateSince }) => stateSince],
  ['worked_minutes', ({ stuckForMinutes }) => stuckForMinutes],
  ['budget_minutes', ({ budgetMinutes }) => budgetMinutes],
  ['late_minutes', ({ lateMinutes }) => lateMinutes],
  ['due_at', ({ dueAt }) => dueAt],
  ['cause', ({ cause }) => cause],
  ['next_action', ({ nextAction }) => nextAction],
  ['owner_department', ({ ownerDepartment }) => ownerDepartment],
  ['assignee', ({ assigneeName, assignee }) => assigneeName ?? assignee],
  ['priority', ({ priority }) => priority],
  ['escalation', ({ escalation }) => escalation],
  ['held', ({ held }) => String(held)],
  ['watched', ({ watched }) => String(watched)],
  ['paused_at', ({ pausedAt }) => pausedAt],
  ['pause_reason', ({ pauseReason }) => pauseReason],
  ['currency', ({ currency }) => currency],
  ['amount', ({ amountMinor, currency }) => formatMinor(amountMinor, currency)],
  ['last_event', ({ lastEvent }) => lastEvent?.type ?? null],
  ['last_event_at', ({ lastEvent }) => lastEvent?.at ?? null],
];

async function* linesOf(db: Db, filter: StuckFilter): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(COLUMNS.map(([title]) => title));
  let cursor: string | undefined;
  do {
    const { items, next } = await listStuck(db, filter, PAGE, cursor);
    for (const order of await stuckFaces(db, items)) yield csvLine(COLUMNS.map(([, cell]) => cell(order)));
    cursor = next;
  } while (cursor !== undefined);
}
