import { toldStatements } from '../statements.js';
import { spread, table } from '../table.js';
import { ARMS, type ScanReport } from './run.js';

const DEAREST = 15;

/** The report as tables: medians of the rounds, least and most beside them. */
export function toldScan({ arms, toBare, pgbench, statements, missed, ...report }: ScanReport): string {
  const { scans, rounds, clients } = report;
  const parts = ['server', 'postgres', 'clients'] as const;
  const none = { median: 0, least: 0, most: 0 };
  return [
    `${rounds} rounds of ${scans} scans, ${clients} clients`,
    table([
      ['arm', 'a second', ...parts.map((part) => `${part} CPU ms`)],
      ...ARMS.map((arm) => [
        arm,
        spread(arms[arm].perSecond, 0),
        ...parts.map((part) => spread(arms[arm].cpuMs[part] ?? none, 3)),
      ]),
      pgbench ? ['pgbench', spread(pgbench.perSecond, 0)] : ['pgbench', 'is not installed'],
    ]),
    `a scan to bare ${spread(toBare, 3)}`,
    ...toldStatements(statements, DEAREST),
    ...(missed.length > 0 ? missed : ['the goal is reached']),
  ].join('\n');
}
