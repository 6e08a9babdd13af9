import type { Spread } from '../blocks.js';
import { toldStatements } from '../statements.js';
import { spread, table } from '../table.js';
import { ARMS, type ArmReport, type LifecycleReport } from './run.js';

const DEAREST = 20;

/** The report as tables: medians of the rounds, least and most beside them. */
export function toldLifecycle(report: LifecycleReport): string {
  const { orders, rounds, clients, arms, toBare, toFloor, statements, missed } = report;
  const counts = (arm: ArmReport) => [arm.events, arm.workflowTasks, arm.signals, arm.localActivities];
  return [
    `${rounds} rounds of ${orders} in each arm, ${clients} under way at a time`,
    table([
      ['arm', 'a second', 'events', 'workflow tasks', 'signals', 'local activities'],
      ...ARMS.map((arm) => [
        arm,
        spread(arms[arm].perSecond, 1),
        ...counts(arms[arm]).map((count: Spread) => spread(count, 0)),
      ]),
    ]),
    'CPU ms for each of them; idle: ms a second',
    table(processRows(report)),
    `an order to bare ${spread(toBare, 2)}, to floor ${spread(toFloor, 2)}`,
    ...toldStatements(statements, DEAREST),
    ...(missed.length > 0 ? missed : ['the goals are reached']),
  ].join('\n');
}

/** What the page shows as well: CPU by process. */
export function processRows({ arms, idleCpuMs }: LifecycleReport): string[][] {
  const processes = Object.keys(idleCpuMs) as (keyof ArmReport['cpuMs'])[];
  return [
    ['process', ...ARMS, 'idle'],
    ...processes.map((name) => [
      name,
      ...ARMS.map((arm) => spread(arms[arm].cpuMs[name], 1)),
      (idleCpuMs[name] ?? 0).toFixed(0),
    ]),
  ];
}
