import { type Asking, lastCursor, measure, type Times } from './asking.js';
import { DEEP_PAGE, QUESTIONS, type Question } from './questions.js';
import { openStage, type Stage } from './stage.js';

export interface ListsBench {
  orders: number;
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
  /** The same select by a server that does nothing else. */
  bare: Times;
  /** Of the 95th percentiles: ours to the bare server's. */
  ratio: number;
  /** The 500th page's median to the first page's, where the list is that long. */
  deepRatio?: number;
}

export interface ListsReport {
  orders: number;
  rounds: number;
  clients: number;
  lists: Record<string, number>;
  measured: Measured[];
  /** Goals that were not reached, a sentence each. */
  missed: string[];
}

const P95_MS = 100;
const DEEP_RATIO = 1.3;

/** Measures first and deep pages of the lists over HTTP, beside a bare server on the same database. */
export async function benchLists(bench: ListsBench): Promise<ListsReport> {
  const { orders, rounds, clients, say } = bench;
  const stage = await openStage(bench);
  try {
    const measured: Measured[] = [];
    for (const question of QUESTIONS.filter(({ name }) => name.startsWith(bench.only))) {
      measured.push(await ask(stage, bench, question));
      const last = measured.at(-1);
      say(`${question.name}: p95 ${last?.p95Ms.toFixed(1)} ms, bare ${last?.bare.p95Ms.toFixed(1)} ms`);
    }
    return { orders, rounds, clients, lists: await stage.lists(), measured, missed: missed(measured) };
  } finally {
    await stage.close();
  }
}

async function ask(stage: Stage, bench: ListsBench, question: Question): Promise<Measured> {
  const { name, path, as, bare, deep } = question;
  const ours: Asking = { url: `${stage.apiUrl}${path}`, headers: stage.headersOf(as) };
  const theirs: Asking = { url: `${stage.bareUrl}/${bare}`, headers: {} };
  const [times, reference] = await measure([ours, theirs], bench);
  if (!times || !reference) throw new Error('measure: nothing measured');
  const ratio = times.p95Ms / reference.p95Ms;
  const cursor = deep ? await lastCursor(ours, DEEP_PAGE) : undefined;
  if (cursor === undefined) return { name, ...times, bare: reference, ratio };
  const far: Asking = { ...ours, url: `${ours.url}&cursor=${cursor}` };
  const [near, page500] = await measure([ours, far], bench);
  const deepRatio = (page500?.p50Ms ?? 0) / (near?.p50Ms ?? 1);
  return { name, ...times, bare: reference, ratio, deepRatio };
}

function missed(measured: readonly Measured[]): string[] {
  return measured.flatMap(({ name, p95Ms, deepRatio = 0 }) => [
    ...(p95Ms > P95_MS ? [`${name}: p95 ${p95Ms.toFixed(1)} ms is above ${P95_MS} ms`] : []),
    ...(deepRatio > DEEP_RATIO
      ? [`${name}: page ${DEEP_PAGE} takes ${deepRatio.toFixed(2)} times the first`]
      : []),
  ]);
}
