import { NONE, spread, table } from '../table.js';
import { ARMS, type ImportReport } from './run.js';

/** The report as a table: medians of the rounds, least and most beside them. */
export function toldImport(report: ImportReport): string {
  const { orders, rounds, toCopy, missed } = report;
  return [
    `${orders} orders in ${rounds} rounds`,
    table(importRows(report)),
    `import to copy ${spread(toCopy, 3)}`,
    ...(missed.length > 0 ? missed : ['the goal is reached']),
  ].join('\n');
}

/** What the page shows as well. */
export function importRows({ arms }: ImportReport): string[][] {
  const processes = Object.keys(arms.import.cpuMs);
  return [
    ['arm', 'orders a second', ...processes.map((name) => `${name} CPU ms`)],
    ...ARMS.map((arm) => [
      arm,
      spread(arms[arm].perSecond, 0),
      ...processes.map((name) => spread(arms[arm].cpuMs[name] ?? NONE, 3)),
    ]),
  ];
}
