import type { ArmReport, LifecycleReport } from '../lifecycle/run.js';
import { markdownTable } from './markdown.js';

const SHARES: readonly { process: keyof ArmReport['cpuMs']; grows: string }[] = [
  { process: 'api', grows: 'more API processes behind any balancer; they share nothing but the record' },
  {
    process: 'worker',
    grows: 'more worker processes on the same task queue; one relay batch is held by one of them at a time',
  },
  {
    process: 'postgres',
    grows: 'one primary takes all writes: a larger machine; reads of lists may go to replicas',
  },
  {
    process: 'temporal',
    grows:
      'the one-machine server keeps its SQLite file by one connection; the clustered server grows by history shards',
  },
  { process: 'redis', grows: 'only messages pass it' },
];

/** How many orders a second the CPU of each part bears, and how each part grows. */
export function capacity(arms: LifecycleReport['arms'], cores: number): string {
  const costs = SHARES.map(({ process, grows }) => ({
    process,
    grows,
    ms: arms.order.cpuMs[process].median,
  }));
  const sum = costs.reduce((total, { ms }) => total + ms, 0);
  const bears = (ms: number) => (1_000 / ms).toFixed(ms < 10 ? 0 : 1);
  return [
    markdownTable([
      ['part', 'CPU ms an order', 'orders/s a core bears', 'how it grows'],
      ...costs.map(({ process, ms, grows }) => [process, ms.toFixed(1), bears(ms), grows]),
      [
        'all',
        sum.toFixed(1),
        bears(sum),
        `${cores} cores bear ${((cores * 1_000) / sum).toFixed(1)} orders/s at most`,
      ],
    ]),
  ].join('\n');
}
