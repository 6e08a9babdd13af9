import type { ListsReport, Measured } from './lists.js';

const ms = (value: number): string => value.toFixed(1).padStart(7);
const times = (value: number | undefined): string => (value?.toFixed(2) ?? '').padStart(7);

const HEAD = 'list                       orders     p50     p95     p99  bare95   ratio  growth  500th/1st';

/** The report as a table; milliseconds over HTTP. */
export function told({ measured, sizes, missed, ...report }: ListsReport): string {
  const lengths = sizes.map(({ lists }) =>
    Object.entries(lists)
      .map(([name, count]) => `${name} ${count}`)
      .join(', '),
  );
  return [
    ...lengths,
    `${report.rounds} requests, ${report.clients} clients`,
    HEAD,
    ...measured.map(row),
    ...(missed.length > 0 ? missed : ['all goals are reached']),
  ].join('\n');
}

const row = ({ name, orders, p50Ms, p95Ms, p99Ms, bare, ratio, growth, deepRatio }: Measured): string =>
  [
    name.padEnd(24),
    String(orders).padStart(8),
    ...[ms(p50Ms), ms(p95Ms), ms(p99Ms), ms(bare.p95Ms)],
    ...[times(ratio), times(growth), times(deepRatio)],
  ].join(' ');
