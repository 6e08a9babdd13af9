import type { IssuingReport } from './issue.js';
import { spread, table } from './table.js';

/** The report as a table: medians of the rounds, least and most beside them. */
export function toldIssuing({ arms, missed, toPlain, toCheck, ...report }: IssuingReport): string {
  const { codes, rounds, clients, statements } = report;
  const head = ['arm', 'a second', 'CPU ms', 'PostgreSQL CPU ms'];
  const rows = Object.entries(arms).map(([name, { perSecond, cpuMs, postgresCpuMs }]) => [
    name,
    spread(perSecond, 0),
    spread(cpuMs, 2),
    spread(postgresCpuMs, 2),
  ]);
  return [
    `${codes} codes in ${rounds} rounds, ${clients} under way at a time, ${statements.toFixed(1)} statements a code`,
    table([head, ...rows]),
    `issue to plain ${spread(toPlain, 2)}, to check ${spread(toCheck, 2)}`,
    ...(missed.length > 0 ? missed : ['the goal is reached']),
  ].join('\n');
}
