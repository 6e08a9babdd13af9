import { spread, table } from '../table.js';
import { ARMS, type ImportReport } from './run.js';

/** The report as a table: medians of the rounds, least and most beside them. */
export function toldImport({ orders, rounds, arms, toCopy, missed }: ImportReport): string {
  const processes = Object.keys(arms.import.cpuMs);
  const none = { median: 0, least: 0, most: 0 };
  return [
    `${orders} orders in ${rounds} rounds`,
    table([
      ['arm', 'orders a second', ...processes.map((name) => `${name} CPU ms`)],
      ...ARMS.map((arm) => [
        arm,
        spread(arms[arm].perSecond, 0),
        ...processes.map((name) => spread(arms[arm].cpuMs[name] ?? none, 3)),
      ]),
    ]),
    `import to copy ${spread(toCopy, 3)}`,
    ...(missed.length > 0 ? missed : ['the goal is reached']),
  ].join('\n');
}
