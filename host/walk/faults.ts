import { appendFileSync, createReadStream, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { totalMinor } from '../../domain/order.js';
import type { Mapping } from '../../intake/mapping.js';
import { readOrders } from '../../intake/read-orders.js';
import { hitsFile, MAIN_LINE, repairedFile } from '../../platform/step-faults.js';
import { chance } from './chance.js';

/** Below every review threshold, so that each broken order can be written off and its retry proven. */
const SAFE_MINOR = 250_000;

export interface InjectedFaults {
  file: string;
  planned: number;
  repair(orderNo: string): void;
  /** Orders whose fault has struck. */
  struck(): Set<string>;
}

/** Chooses orders to break, each at another step, by seed: ones that the file says were paid and shipped. */
export async function planFaults(
  file: string,
  orders: { path: string; mapping: Mapping; seed: number; count: number },
): Promise<InjectedFaults> {
  const candidates: string[] = [];
  for await (const read of readOrders(createReadStream(orders.path), { mapping: orders.mapping })) {
    if (read.kind === 'order' && read.facts.length > 0 && totalMinor(read.draft.lines) < SAFE_MINOR)
      candidates.push(read.draft.orderNo);
  }
  const chosen = candidates
    .toSorted((a, b) => chance(orders.seed, a) - chance(orders.seed, b))
    .slice(0, orders.count);
  const faults = chosen.map((orderNo, index) => ({
    orderNo,
    step: MAIN_LINE[index % MAIN_LINE.length] ?? MAIN_LINE[0],
  }));
  writeFileSync(file, JSON.stringify({ faults }));
  const lines = (path: string) =>
    existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
  return {
    file,
    planned: faults.length,
    repair: (orderNo) => appendFileSync(repairedFile(file), `${orderNo}\n`),
    struck: () => new Set(lines(hitsFile(file)).map((line) => line.slice(0, line.lastIndexOf('/')))),
  };
}
