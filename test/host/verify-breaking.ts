import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Knex } from 'knex';
import { LIFECYCLE } from '../../activities/turn.js';
import { advance } from '../../db/advancing.js';
import { record } from '../../db/facts.js';
import { settled } from '../../db/outbox.js';
import type { Tx } from '../../db/sql.js';
import { type OrderInHand, ordered, takeInHand } from '../../db/standing.js';
import { insertVerification } from '../../db/verifications.js';
import { writeOffOnce } from '../../db/write-offs.js';
import { FIRST_POLICY } from '../../domain/policy.js';
import { type Evaluation, evaluate } from '../../domain/rules.js';
import { type VerifyDeps, verifyHouse } from '../../host/verify/index.js';
import { recordFact } from '../support/orders.js';
import { aHealthyWorld, type BrokenWorld, type StoryName, seal, type World } from './verify-world.js';

/** Statements of a superuser, or deeds of the house itself. */
export type Breaking = Statements | ((broken: BrokenWorld) => Promise<unknown>);
export interface Statements {
  statements: readonly string[];
}
/** What was done to a healthy world, and the line that tells of it. */
export type Control = readonly [what: string, breaking: Breaking, line: RegExp];

export interface Seen {
  invariants: number[];
  lines: string;
}
export const NOTHING: Seen = { invariants: [], lines: '' };
export const leaveIt: Statements = { statements: [] };

let world: World;
/** Statements are taken back after each test, so that one copy serves them all; deeds get a copy of their own. */
let mended: BrokenWorld;
let broken: BrokenWorld | undefined;

/** A healthy world for the tests of this file; every test breaks a copy of it. */
export function onHealthyGround(): () => World {
  beforeAll(async () => {
    world = await aHealthyWorld();
    mended = await world.clone();
  });
  afterEach(clear);
  afterAll(async () => {
    await mended.drop();
    await world.drop();
  });
  return () => world;
}

/** Each control breaks exactly this invariant, and says so. */
export function finds(invariant: number, controls: readonly Control[]): void {
  test.each(controls)('finds %s', async (_what, breaking, line) => {
    const seen = await afterBreaking(breaking);
    expect(seen.lines).toMatch(line);
    expect(seen.invariants).toEqual([invariant]);
  });
}

/** What verification says of a healthy world after this was done to it; without any grace unless told. */
export function afterBreaking(breaking: Breaking, options: Partial<VerifyDeps> = {}): Promise<Seen> {
  return 'statements' in breaking ? afterStatements(breaking, options) : afterDeeds(breaking, options);
}

async function afterStatements(breaking: Statements, options: Partial<VerifyDeps>): Promise<Seen> {
  const tx = await mended.admin.transaction();
  try {
    await apply(tx, mended.ids, breaking);
    await tx.raw('set local role oqr_worker');
    return await look({ ...options, db: tx });
  } finally {
    await tx.rollback();
  }
}

async function afterDeeds(
  breaking: (broken: BrokenWorld) => Promise<unknown>,
  options: Partial<VerifyDeps>,
): Promise<Seen> {
  await clear();
  broken = await world.clone();
  await breaking(broken);
  return look({ ...options, db: broken.database.as('oqr_worker', 1) });
}

async function look(options: Partial<VerifyDeps> & { db: Knex }): Promise<Seen> {
  const found = await verifyHouse({ ring: world.database.ring, settledWithinSeconds: 0, ...options });
  return {
    invariants: [...new Set(found.map(({ invariant }) => invariant))],
    lines: found.map(({ line }) => line).join('\n'),
  };
}

async function clear(): Promise<void> {
  await broken?.drop();
  broken = undefined;
}

/** `:waiting` in a statement is the id of that story's order. */
export const sql = (...statements: string[]): Statements => ({ statements });

/** The same, with foreign keys and triggers out of the way. */
export const freely = (...statements: string[]): Statements =>
  sql("set session_replication_role = 'replica'", ...statements);

export async function apply(db: Knex, ids: BrokenWorld['ids'], { statements }: Statements): Promise<void> {
  const filled = statements.map((one) =>
    one.replace(/:(\w+)\b/g, (text, name) => (name in ids ? `'${ids[name as StoryName]}'` : text)),
  );
  for (const statement of filled) await db.raw(statement);
}

type Draft = Parameters<typeof recordFact>[2];

/** A write-off that skips every guard: it claims that the rules passed without risk, and writes row, facts and state. */
export const naiveWriteOff =
  (story: StoryName, { before = [], after = [] }: { before?: Draft[]; after?: Draft[] } = {}): Breaking =>
  async ({ database, ids }) => {
    const db = database.as('oqr_worker');
    for (const fact of before) await recordFact(db, ids[story], fact);
    await db.transaction(async (tx) => {
      const hand = await takeInHand(tx, ids[story]);
      if (!hand) throw new Error('no such order');
      await pretend(tx, hand, after);
    });
    await seal(database);
  };

async function pretend(tx: Tx, hand: OrderInHand, after: Draft[]): Promise<void> {
  const orderId = hand.row.id;
  const note = async (draft: Draft) => (await record(tx, orderId, { source: 'lifecycle', ...draft })).number;
  const evaluation = claim(hand);
  await note({ type: 'verification_started', actor: LIFECYCLE });
  const verification = { id: randomUUID(), orderId, policyVersion: FIRST_POLICY.version, evaluation };
  const passedFact = await note({ type: 'verification_passed', actor: LIFECYCLE });
  await insertVerification(tx, { ...verification, factNumber: passedFact });
  for (const fact of after) await note(fact);
  const factNumber = await note({ type: 'written_off', actor: LIFECYCLE });
  await writeOffOnce(tx, {
    orderId,
    factNumber,
    verificationId: verification.id,
    reviewId: null,
    policyVersion: FIRST_POLICY.version,
    materialFact: evaluation.materialFact,
    reason: 'rules_passed',
    operator: LIFECYCLE.id,
    amountMinor: hand.row.amountMinor,
    currency: hand.row.currency,
  });
  const stands = {
    state: 'written_off',
    ownerDepartment: 'archive',
    waitingFor: null,
    stateSince: null,
    cause: null,
    nextAction: null,
    deadline: { dueAt: null, budgetMinutes: null, pausedAt: null, calendarRevision: 0 },
    steering: { assignee: null, priority: 1, escalation: 0, held: false, watched: false },
  } as const;
  await advance(tx, orderId, { lastFact: factNumber, ...stands });
  await settled(tx, orderId, factNumber);
}

function claim(hand: OrderInHand): Evaluation {
  const known = { watched: false, firstOrderOfCustomer: false, scanAnomaly: false };
  const honest = evaluate(FIRST_POLICY.rules, ordered(hand), hand.facts, known);
  const risks = honest.risks.map((risk) => ({ ...risk, met: false }));
  return { ...honest, verdict: 'pass', reviewers: 0, risks };
}
