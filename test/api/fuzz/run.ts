import { seededRandom } from '../../../bench/seeded-random.js';
import { inspectHouse } from '../../../host/verify/index.js';
import { seal } from '../../host/verify-world.js';
import type { PayingHouse } from '../a-cashier.js';
import { openPayingHouse } from '../a-cashier.js';
import type { ApiHouse } from '../house.js';
import { type Caller, makeWorld } from '../matrix/world.js';
import { type Asked, ask, type Ground } from './asking.js';
import { ASKERS, type Asker, type Callers, openCallers } from './callers.js';
import { readDocument } from './document.js';
import { wrongWith } from './judging.js';
import { type Got, send } from './sending.js';
import { chanceOf } from './values.js';

export interface Fuzzing {
  paying: PayingHouse;
  ground: Ground;
  callers: Callers;
  /** What verification found before the first request: rows of the matrix's world that no deed made. */
  before: ReadonlySet<string>;
}

/** One request and everything that is wrong with its answer. */
export interface Finding {
  number: number;
  line: string;
  wrong: string[];
}

export interface Outcome {
  asked: number;
  /** How often each status came. */
  statuses: Map<number, number>;
  /** Operations that answered with a success. */
  reached: Set<string>;
  findings: Finding[];
}

/** The whole house of the permission matrix, with payment providers, and the document that it serves of itself. */
export async function openFuzzing(): Promise<Fuzzing> {
  const paying = await openPayingHouse({
    config: { maxImportBytes: 1024 ** 2, requestsPerMinute: 1e9, strangersScansPerMinute: 1e9 },
  });
  const { house } = paying;
  const { own, foreign } = await makeWorld(house);
  const { text } = await house.stranger.get('/openapi.json');
  const callers = await openCallers(house);
  const ground = { document: readDocument(text), objects: [own, own, own, foreign] };
  return { paying, ground, callers, before: new Set(await violationsOf(house)) };
}

/** Asks that many times, each request by its own number: one alone can be asked again. */
export async function fuzz(
  { paying: { house }, ground, callers }: Fuzzing,
  { seed, first, requests }: { seed: number; first: number; requests: number },
): Promise<Outcome> {
  const outcome: Outcome = { asked: 0, statuses: new Map(), reached: new Set(), findings: [] };
  for (let number = first; number < first + requests; number += 1) {
    const chance = chanceOf(seededRandom(seed * 1_000_003 + number));
    const operation = chance.pick(ground.document.operations);
    const asker = askerOf(chance.share(), operation.path, chance.pick(ASKERS));
    const asked = ask(chance, ground, operation, asker as Caller);
    const signed = await callers.headersOf(asker);
    const got = await send(house.url, asked, {
      'idempotency-key': `fuzz-${seed}-${number}`,
      ...signed,
    }).catch((error: Error): Got => ({ status: 599, headers: {}, text: error.message }));
    callers.saw(asker, got);
    note(outcome, number, { asker, asked, got });
  }
  return outcome;
}

/** Half of the time somebody who may come far: everybody else is turned away at the door of most operations. */
function askerOf(share: number, path: string, anybody: Asker): Asker {
  if (share < 0.4) return anybody;
  if (path.startsWith('/customer')) return share < 0.6 ? 'holder' : 'customer';
  if (path.startsWith('/session') || path.startsWith('/me/')) return 'browser';
  return EVERYWHERE[Math.floor(share * 1_000) % EVERYWHERE.length] ?? 'manager';
}
const EVERYWHERE: readonly Asker[] = [
  ...(['administrator', 'manager', 'technician', 'finance', 'reviewer', 'order_desk'] as const),
  ...(['customer_service', 'logistics', 'sales', 'auditor'] as const),
];

function note(
  outcome: Outcome,
  number: number,
  { asker, asked, got }: { asker: Asker; asked: Asked; got: Got },
) {
  outcome.asked += 1;
  outcome.statuses.set(got.status, (outcome.statuses.get(got.status) ?? 0) + 1);
  if (got.status < 300) outcome.reached.add(asked.operation.name);
  const wrong = wrongWith(asked, got);
  if (wrong.length === 0) return;
  const line = [
    `${asked.operation.name} as ${asker}: ${asked.method} ${asked.target.slice(0, 200)}`,
    `changed: ${asked.changes.join('; ')}`,
    `sent: ${(asked.body ?? '').slice(0, 300)}`,
    `got: ${got.status} ${got.text.slice(0, 300)}`,
  ].join('\n    ');
  outcome.findings.push({ number, line, wrong });
}

/** What no longer holds of the house's invariants, beyond what was so before. */
export async function brokenSince({ paying, before }: Fuzzing): Promise<string[]> {
  return (await violationsOf(paying.house)).filter((line) => !before.has(line));
}

async function violationsOf({ database }: ApiHouse): Promise<string[]> {
  await seal(database);
  const { violations } = await inspectHouse({
    ...{ db: database.as('oqr_worker', 2), ring: database.ring },
    settledWithinSeconds: 86_400,
  });
  return violations.map(({ invariant, line }) => `${invariant}: ${line}`);
}
