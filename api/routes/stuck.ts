import { countTiles, type FlowCell, figure, flowDays } from '../../db/figures.js';
import { activePolicy } from '../../db/policies.js';
import { readCursor } from '../../db/sql.js';
import { faultLines, listStuck, type StuckFilter, type StuckRow, VALUE_KEY } from '../../db/stuck.js';
import { openPause } from '../../domain/deadline.js';
import { chanceLate } from '../../domain/pace.js';
import { OWNER_OF } from '../../domain/people.js';
import type { PolicyVersion } from '../../domain/policy.js';
import { PRIORITIES } from '../../domain/steering.js';
import type { Routes } from '../contract/routes.js';
import { iso, orderItem } from '../faces.js';
import type { Read } from '../handler.js';
import { cursorOf, notACursor } from '../paging.js';
import type { Signed } from '../principal.js';
import type { RequestOf } from '../request.js';
import { staying } from '../staying.js';

const MOST_FAULTS = 20;
const DAYS = 30;

export const list: Read<Routes['listStuck']> = async ({ db }, { query, caller }) => {
  const policy = await activePolicy(db);
  const filter = filterOf(query, caller.person, policy);
  const { items, next } = await listStuck(db, filter, query.limit, cursorFor(query));
  return { status: 200, body: { items: await stuckFaces(db, items), ...(next && { next }) } };
};

type Query = RequestOf<Routes['listStuck']>['query'];

/** A query as the list reads it. */
export function filterOf(
  query: Omit<Query, 'limit' | 'cursor'>,
  person: Signed,
  policy: PolicyVersion,
): StuckFilter {
  const { scope, order, state, department, cause, fault, currency, priority } = query;
  return {
    ...{ scope, order, state, department, cause, currency, tile: query.tile },
    viewer: person,
    person: query.person === 'me' ? person.id : query.person,
    priority: priority && PRIORITIES.indexOf(priority),
    fault,
    withoutFaults: query.faults === 'grouped' && cause === undefined && fault === undefined,
    watched: yes(query.watched),
    held: yes(query.held),
    paused: yes(query.paused),
    units: policy.rules.risks.find(({ id }) => id === 'amount_at_least')?.thresholds ?? {},
  };
}

const yes = (flag: 'true' | 'false' | undefined) => (flag === undefined ? undefined : flag === 'true');

function cursorFor(query: Query): string | undefined {
  if (query.order !== 'value' || query.scope === 'all') return cursorOf(query);
  const [key] = readCursor(query.cursor) ?? [];
  if (query.cursor !== undefined && !VALUE_KEY.test(key ?? '')) throw notACursor();
  return query.cursor;
}

/** Rows of the manager's list as answers show them. */
export async function stuckFaces(db: Parameters<typeof listStuck>[0], items: readonly StuckRow[]) {
  const [stay, paces] = await Promise.all([staying(db, items), figure(db, 'paces')]);
  return items.map((item) => {
    const { minutes, pauses } = stay.of(item);
    const { budgetMinutes } = item;
    const pause = item.pausedAt ? openPause(pauses) : undefined;
    const pace = paces?.body[item.state] ?? [];
    return {
      ...orderItem(item),
      stuckForMinutes: minutes,
      lateMinutes: budgetMinutes === null ? null : Math.max(0, minutes - budgetMinutes),
      lateChance: budgetMinutes === null ? null : (chanceLate(pace, minutes, budgetMinutes) ?? null),
      ...{ assignee: item.assignee, assigneeName: item.assigneeName, escalation: item.escalation },
      ...{ held: item.held, watched: item.watched },
      priority: PRIORITIES[item.priority] ?? 'normal',
      pausedBy: pause?.pausedBy ?? null,
      pauseReason: pause?.reason ?? null,
      lastEvent: item.lastType && item.lastAt ? { type: item.lastType, at: iso(item.lastAt) } : null,
    };
  });
}

/** What was counted last, of the departments that the person sees; its moments as working time until now. */
export const board: Read<Routes['showBoard']> = async ({ db }, { caller }) => {
  const { seenBy } = caller.person;
  const [flow, days, faults, policy, clock] = await Promise.all([
    figure(db, 'flow'),
    flowDays(db, DAYS),
    faultLines(db, caller.person, MOST_FAULTS),
    activePolicy(db),
    staying(db, []),
  ]);
  const { cells = [], stuck = [] } = flow?.body ?? {};
  const tiles = flow && (seenBy === null ? flow.body.tiles : await countTiles(db, caller.person));
  const theirs = ({ department }: { department: string | null }) =>
    seenBy === null || seenBy.some((own) => own === department);
  const worked = (cell: FlowCell, since: string | null) =>
    since === null ? null : clock.since(cell.department ?? OWNER_OF[cell.state], new Date(since));
  return {
    status: 200,
    body: {
      asOf: flow ? iso(flow.countedAt) : null,
      budgetMinutes: minutesOf(policy),
      flow: cells.filter(theirs).map((cell) => {
        const { medianSince, p90Since, ...counts } = cell;
        return { ...counts, medianMinutes: worked(cell, medianSince), p90Minutes: worked(cell, p90Since) };
      }),
      stuck: stuck.filter(theirs),
      faults: faults.map((line) => ({ ...line, firstAt: iso(line.firstAt), lastAt: iso(line.lastAt) })),
      tiles: tiles
        ? {
            ...tiles,
            oldestReviewAt: tiles.oldestReviewAt === null ? null : iso(new Date(tiles.oldestReviewAt)),
          }
        : null,
      days: seenBy === null ? days : [],
    },
  };
};

const minutesOf = ({ budgetHours }: PolicyVersion) =>
  Object.fromEntries(Object.entries(budgetHours).map(([state, hours]) => [state, Math.round(hours * 60)]));
