import { readFileSync } from 'node:fs';
import { openOrders } from '../lifecycle/orders.js';
import type { LifecycleStage } from '../lifecycle/stage.js';

export interface MemoryReport {
  /** Resident memory of the worker process with so many lifecycles in its cache, all of them idle. */
  points: { cached: number; residentMb: number }[];
  /** The slope of the line through them, in KB. */
  kbPerLifecycle: number;
}

const STEPS = 5;
const WARM_UP = 100;

/** Lets orders wait for their payment, a step after the other, and reads what the worker's memory has become. */
export async function measureMemory(
  { stack, admin, pids }: LifecycleStage,
  { lifecycles, clients }: { lifecycles: number; clients: number },
): Promise<MemoryReport> {
  const orders = openOrders(stack, admin);
  const points: MemoryReport['points'] = [];
  try {
    let cached = 0;
    for (let step = 0; step <= STEPS; step += 1) {
      const until = WARM_UP + Math.round((lifecycles * step) / STEPS);
      const client = async () => {
        while (cached < until) {
          cached += 1;
          await orders.issue(`M-${cached}`);
        }
      };
      await Promise.all(Array.from({ length: clients }, client));
      points.push({ cached, residentMb: residentMb(pids.worker) });
    }
  } finally {
    await orders.stop();
  }
  return { points, kbPerLifecycle: slope(points) * 1_024 };
}

function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024;
}

/** Least squares, in MB a lifecycle. */
function slope(points: MemoryReport['points']): number {
  const mean = (of: (point: MemoryReport['points'][number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(({ cached }) => cached), mean(({ residentMb: mb }) => mb)];
  const up = points.reduce((sum, one) => sum + (one.cached - x) * (one.residentMb - y), 0);
  return up / points.reduce((sum, one) => sum + (one.cached - x) ** 2, 0);
}
