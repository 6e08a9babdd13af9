import { join } from 'node:path';
import { type Asking, lastCursor, measure, type Times } from './asking.js';
import { DEEP_PAGE, QUESTIONS, type Question } from './questions.js';
import { openStage, type Stage } from './stage.js';

export interface ListsBench {
  /** How many generated orders there are: one or more sizes, each on engines of its own, fewest first. */
  sizes: readonly number[];
  /** Requests of each kind. */
  rounds: number;
  /** Connections that ask at the same time. */
  clients: number;
  /** How the names of the questions begin. */
  only: string;
  dataDir: string | undefined;
  say: (line: string) => void;
}

export interface Measured extends Times {
  name: string;
  orders: number;
  /** The same select by a server that does nothing else. */
  bare: Times;
  /** Of the 95th percentiles: ours to the bare server's. */
  ratio: number;
  /** The median to that of the fewest orders, where there are several sizes. */
  growth?: number;
  /** The 500th page's median to the first page's, where the list is that long. */
  deepRatio?: number;
}

export interface ListsReport {
  rounds: number;
  clients: number;
  sizes: { orders: number; lists: Record<string, number> }[];
  measured: Measured[];
  /** Goals that were not reached, a sentence each. */
  missed: string[];
}

interface Sized extends Stage {
  orders: number;
}

const P95_MS = 100;
const DEEP_RATIO = 1.3;
const GROWTH = 1.3;

/** Measures first and deep pages of the lists over HTTP, beside a bare server on the same database; all sizes in turns. */
export async function benchLists(bench: ListsBench): Promise<ListsReport> {
  const { rounds, clients, say } = bench;
  const stages: Sized[] = [];
  try {
    for (const orders of bench.sizes) stages.push(await openSized(bench, orders));
    const measured: Measured[] = [];
    for (const question of QUESTIONS.filter(({ name }) => name.startsWith(bench.only))) {
      const found = await ask(stages, bench, question);
      measured.push(...found);
      const told = found.map(({ p50Ms, p95Ms }) => `p50 ${p50Ms.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms`);
      say(`${question.name}: ${told.join('; ')}`);
    }
    const sizes: ListsReport['sizes'] = [];
    for (const stage of stages) sizes.push({ orders: stage.orders, lists: await stage.lists() });
    return { rounds, clients, sizes, measured, missed: measured.flatMap(missed) };
  } finally {
    for (const stage of stages) await stage.close();
  }
}

async function openSized({ dataDir, say }: ListsBench, orders: number): Promise<Sized> {
  const own = dataDir === undefined ? undefined : join(dataDir, String(orders));
  return { orders, ...(await openStage({ orders, dataDir: own, say })) };
}

async function ask(stages: readonly Sized[], bench: ListsBench, question: Question): Promise<Measured[]> {
  const { name, path, as, bare } = question;
  const ours = stages.map(
    (stage): Asking => ({ url: `${stage.apiUrl}${path}`, headers: stage.headersOf(as) }),
  );
  const theirs = stages.map((stage): Asking => ({ url: `${stage.bareUrl}/${bare}`, headers: {} }));
  const times = await measure([...ours, ...theirs], bench);
  const measured: Measured[] = [];
  for (const [at, { orders }] of stages.entries()) {
    const [own, reference, asking] = [times[at], times[stages.length + at], ours[at]];
    if (!own || !reference || !asking) throw new Error('measure: nothing measured');
    measured.push({
      ...{ name, orders, ...own, bare: reference, ratio: own.p95Ms / reference.p95Ms },
      ...(at > 0 && { growth: own.p50Ms / (times[0]?.p50Ms ?? 1) }),
      ...(question.deep && (await deepRatio(asking, bench))),
    });
  }
  return measured;
}

/** Nothing when the list is not that long. */
async function deepRatio(asking: Asking, bench: ListsBench): Promise<{ deepRatio?: number }> {
  const cursor = await lastCursor(asking, DEEP_PAGE);
  if (cursor === undefined) return {};
  const far: Asking = { ...asking, url: `${asking.url}&cursor=${cursor}` };
  const [near, page500] = await measure([asking, far], bench);
  return { deepRatio: (page500?.p50Ms ?? 0) / (near?.p50Ms ?? 1) };
}

function missed({ name, orders, p95Ms, growth = 0, deepRatio = 0 }: Measured): string[] {
  const of = `${name}, ${orders} orders`;
  return [
    ...(p95Ms > P95_MS ? [`${of}: p95 ${p95Ms.toFixed(1)} ms is above ${P95_MS} ms`] : []),
    ...(growth > GROWTH ? [`${of}: ${growth.toFixed(2)} times as long as with the fewest`] : []),
    ...(deepRatio > DEEP_RATIO
      ? [`${of}: page ${DEEP_PAGE} takes ${deepRatio.toFixed(2)} times the first`]
      : []),
  ];
}
