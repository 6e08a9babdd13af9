import type { ListsReport, Measured } from './lists.js';

const ms = (value: number): string => value.toFixed(1).padStart(7);
const times = (value: number | undefined): string => (value?.toFixed(2) ?? '').padStart(7);

const HEAD = 'list                          p50     p95     p99  bare95   ratio  500th/1st';

/** The report as a table; milliseconds over HTTP. */
export function told({ measured, lists, missed, ...report }: ListsReport): string {
  const lengths = Object.entries(lists).map(([name, count]) => `${name} ${count}`);
  return [
    `${report.orders} orders (${lengths.join(', ')}), ${report.rounds} requests, ${report.clients} clients`,
    HEAD,
    ...measured.map(row),
    ...(missed.length > 0 ? missed : ['all goals are reached']),
  ].join('\n');
}

const row = ({ name, p50Ms, p95Ms, p99Ms, bare, ratio, deepRatio }: Measured): string =>
  [name.padEnd(24), ms(p50Ms), ms(p95Ms), ms(p99Ms), ms(bare.p95Ms), times(ratio), times(deepRatio)].join(
    ' ',
  );
