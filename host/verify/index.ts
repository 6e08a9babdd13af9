import type { Knex } from 'knex';
import { atOneMoment, databaseTime, peopleWithRole, policyVersions } from '../../db/invariants.js';
import { type WholeOrder, wholeOrdersAfter } from '../../db/whole-orders.js';
import type { KeyRing } from '../../platform/keys/ring.js';
import { checkCheckpointsFile } from './checkpoints-file.js';
import { checkCodes } from './codes.js';
import { checkFacts, checkOrphans } from './facts.js';
import { checkChain, checkLogRows } from './log.js';
import { checkMessages } from './messages.js';
import type { Measure, OrderCheck } from './order-check.js';
import { checkPrivileges } from './privileges.js';
import { checkPurge } from './purge.js';
import { checkReceipts } from './receipts.js';
import { checkReview } from './review.js';
import { checkRuns, type OpenRunIds } from './runs.js';
import { checkState } from './state.js';
import { checkHouseSums, checkSums } from './sums.js';
import { type Findings, type Invariant, openFindings, type Violation } from './violations.js';
import { checkWriteOff } from './write-off.js';

export type { OpenRunIds } from './runs.js';
export type { Violation } from './violations.js';

export interface VerifyDeps {
  /** The worker's role: it may read everything. */
  db: Knex;
  ring: KeyRing;
  /** Absent: invariant 10 is not checked. */
  openRunIds?: OpenRunIds | undefined;
  /** How long the lifecycle, the queue and Temporal may lag before it counts; 120 unless told. */
  settledWithinSeconds?: number | undefined;
  /** Signed positions kept outside the database. Absent: not compared. */
  checkpointsFile?: string | undefined;
}

export interface Inspection {
  violations: Violation[];
  orders: number;
  logRows: number;
  /** What nobody could look at, a sentence each. */
  notChecked: string[];
}

const BATCH = 500;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
/** Longer than the slowest repair: a lost run is missed after a minute and sought every half, a lost sender after a minute. */
const SETTLED_SECONDS = 120;

/** Everything that is not as the ten invariants of `domain.md` say; nothing when all hold. Changes nothing. */
export async function verifyHouse(deps: VerifyDeps): Promise<Violation[]> {
  return (await inspectHouse(deps)).violations;
}

/** Like `verifyHouse`, and says how much was looked at. */
export async function inspectHouse(deps: VerifyDeps): Promise<Inspection> {
  const { db, ring } = deps;
  const graceMs = (deps.settledWithinSeconds ?? SETTLED_SECONDS) * 1_000;
  const findings = openFindings();
  const tell = (invariant: Invariant) => (line: string) => findings.add(invariant, line);
  const orders = await checkOrders(db, graceMs, findings);
  (await checkOrphans(db)).forEach(tell(1));
  const logRows = await checkChain(db, ring, tell(6));
  if (deps.checkpointsFile) await checkCheckpointsFile(db, ring, deps.checkpointsFile, tell(6));
  (await checkPrivileges(db)).forEach(tell(6));
  (await checkHouseSums(db)).forEach(tell(7));
  if (deps.openRunIds)
    for (const { line, orderNo } of await checkRuns(db, deps.openRunIds, graceMs))
      findings.add(10, line, orderNo);
  return { violations: findings.list(), orders, logRows, notChecked: notChecked(deps) };
}

const ORDER_CHECKS: readonly (readonly [Invariant, OrderCheck])[] = [
  [1, checkFacts],
  [2, checkWriteOff],
  [3, checkReview],
  [4, checkCodes],
  [5, checkState],
  [6, checkLogRows],
  [7, checkSums],
  [7, checkReceipts],
  [8, checkMessages],
];
/** A purged order has only its tombstone left to look at. */
const PURGED_CHECKS: typeof ORDER_CHECKS = [[9, checkPurge]];

/** Goes through all orders, a batch at a time; returns how many there are. */
async function checkOrders(db: Knex, graceMs: number, findings: Findings): Promise<number> {
  let count = 0;
  for (let after = FIRST_ID; ; ) {
    const { orders, ...measure } = await atOneMoment(db, async (tx) => ({
      now: await databaseTime(tx),
      graceMs,
      policies: await policyVersions(tx),
      reviewers: await peopleWithRole(tx, 'reviewer'),
      orders: await wholeOrdersAfter(tx, after, BATCH),
    }));
    for (const order of orders) checkOrder(order, measure, findings);
    count += orders.length;
    const last = orders.at(-1);
    if (!last || orders.length < BATCH) return count;
    after = last.id;
  }
}

function checkOrder(order: WholeOrder, measure: Measure, findings: Findings): void {
  const checks = order.state === 'purged' ? PURGED_CHECKS : ORDER_CHECKS;
  for (const [invariant, check] of checks)
    for (const line of check(order, measure))
      findings.add(invariant, `order ${order.orderNo}: ${line}`, order.orderNo);
}

function notChecked(deps: VerifyDeps): string[] {
  return [
    ...(deps.openRunIds ? [] : ['invariant 10: nobody asked Temporal for open runs']),
    ...(deps.checkpointsFile ? [] : ['the checkpoints kept outside the database']),
  ];
}
