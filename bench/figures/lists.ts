import type { ListsReport } from '../lists.js';

const ms = (value: number): string => value.toFixed(1);
const times = (value: number | undefined): string => value?.toFixed(2) ?? '';

/** A row for each list: its median at every size; at the largest the 95th percentile, growth and the deep page as well. */
export function listRows({ sizes, measured }: ListsReport): string[][] {
  const most = sizes.at(-1)?.orders;
  const head = ['list', ...sizes.map(({ orders }) => `p50 ms, ${orders} orders`)];
  const rows = measured
    .filter(({ orders }) => orders === most)
    .map(({ name, p95Ms, bare, growth, deepRatio }) => [
      name,
      ...measured.filter((one) => one.name === name).map(({ p50Ms }) => ms(p50Ms)),
      ...[ms(p95Ms), ms(bare.p95Ms), times(growth), times(deepRatio)],
    ]);
  return [[...head, 'p95 ms', '*bare* p95 ms', 'growth', '500th page'], ...rows];
}
