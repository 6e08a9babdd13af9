import { toldStatements } from '../statements.js';
import { NONE, spread, table } from '../table.js';
import { ARMS, type ScanReport, type WriteOffReport } from './report.js';

const DEAREST = 15;

/** The report as tables: medians of the rounds, least and most beside them. */
export function toldScan(report: ScanReport): string {
  const { scans, rounds, clients, toBare, pgbench, statements, writeOff, missed } = report;
  return [
    `${rounds} rounds of ${scans} scans and as many write-offs, ${clients} clients`,
    table([
      ...scanRows(report),
      pgbench ? ['pgbench', spread(pgbench.perSecond, 0)] : ['pgbench', 'is not installed'],
    ]),
    `a scan to bare ${spread(toBare, 3)}`,
    ...toldStatements(statements, DEAREST),
    table(writeOffRows(writeOff)),
    `a write-off to bare ${spread(writeOff.toBare, 3)}`,
    ...toldStatements(writeOff.statements, DEAREST),
    ...(missed.length > 0 ? missed : ['the goal is reached']),
  ].join('\n');
}

const PARTS = ['server', 'postgres', 'clients'] as const;

/** What the page shows as well: the arms that go over HTTP. */
export const scanRows = ({ arms }: ScanReport): string[][] => [
  ['arm', 'a second', ...PARTS.map((part) => `${part} CPU ms`)],
  ...ARMS.map((arm) => [
    arm,
    spread(arms[arm].perSecond, 0),
    ...PARTS.map((part) => spread(arms[arm].cpuMs[part] ?? NONE, 3)),
  ]),
];

const WRITING = ['server', 'worker', 'postgres', 'clients'] as const;

export const writeOffRows = ({ perSecond, cpuMs }: WriteOffReport): string[][] => [
  ['arm', 'a second', ...WRITING.map((part) => `${part} CPU ms`)],
  ['write-off', spread(perSecond, 0), ...WRITING.map((part) => spread(cpuMs[part] ?? NONE, 3))],
];
