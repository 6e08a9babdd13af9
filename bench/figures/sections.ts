import type { ImportReport } from '../import/run.js';
import { importRows } from '../import/told.js';
import type { IssuingReport } from '../issue.js';
import { ARMS as LIFE_ARMS, type LifecycleReport } from '../lifecycle/run.js';
import { processRows } from '../lifecycle/told.js';
import type { ListsReport } from '../lists.js';
import type { LogReport } from '../log-chain.js';
import type { RestReport } from '../rest/run.js';
import type { ScanReport } from '../scan/report.js';
import { scanRows, writeOffRows } from '../scan/told.js';
import type { StatementCost } from '../statements.js';
import { NONE, spread } from '../table.js';
import { capacity } from './capacity.js';
import { listRows } from './lists.js';
import { markdownTable } from './markdown.js';
import { type Figures, readFigures } from './store.js';

/** The parts of docs/performance.md that come from figures; nothing where a bench has not been written. */
export const SECTIONS: Readonly<Record<string, () => string>> = {
  lifecycle: () => section<LifecycleReport>('lifecycle', lifecycle),
  scan: () => section<ScanReport>('scan', scan),
  writeOff: () => section<Partial<ScanReport>>('scan', writeOff),
  import: () => section<ImportReport>('import', imports),
  log: () => section<LogReport>('log', log),
  lists: () => section<ListsReport>('lists', lists),
  rest: () => section<RestReport>('rest', rest),
  issue: () => section<IssuingReport>('issue', issuing),
  capacity: () =>
    section<LifecycleReport>('lifecycle', ({ arms }, { machine }) => capacity(arms, machine.cores)),
  multiples,
  machine,
};

function section<Report>(bench: string, tell: (report: Report, figures: Figures<Report>) => string): string {
  const figures = readFigures<Report>(bench);
  return figures ? tell(figures.report, figures) : '';
}

const taken = ({ command, takenOn, machine: { loadBefore, cores } }: Figures<unknown>): string =>
  `\`${command}\`, ${takenOn}; load on ${cores} cores just before: ${loadBefore}`;

const goals = (missed: readonly string[]): string =>
  missed.length === 0 ? 'The goals are reached.' : `Missed: ${missed.join('; ')}.`;

function lifecycle(report: LifecycleReport, figures: Figures<LifecycleReport>): string {
  const { arms, toBare, toFloor, statements, missed } = report;
  return [
    `${taken(figures)}\n`,
    markdownTable([
      ['arm', 'a second', 'events', 'workflow tasks', 'signals', 'local activities'],
      ...LIFE_ARMS.map((name) => {
        const { perSecond, events, workflowTasks, signals, localActivities } = arms[name];
        const counts = [events, workflowTasks, signals, localActivities];
        return [name, spread(perSecond, 1), ...counts.map(({ median }) => median.toFixed(0))];
      }),
    ]),
    `\nAn order is ${spread(toBare, 2)} of *bare*, ${spread(toFloor, 2)} of *floor*. ${goals(missed)}\n`,
    'CPU in ms for each order or workflow; idle: in ms a second, while nothing happens\n',
    markdownTable(processRows(report)),
    `\n${statementTable(statements, 'an order', 8)}`,
  ].join('\n');
}

function statementTable(statements: readonly StatementCost[], piece: string, most: number): string {
  const sum = (of: 'calls' | 'ms') => statements.reduce((total, one) => total + one[of], 0);
  const code = (sql: string) => `\`${sql.slice(0, 90).replaceAll('|', '\\|').replaceAll('`', "'")}\``;
  return [
    `${sum('calls').toFixed(0)} statements for ${piece}, \`begin\` and \`commit\` included, ${sum('ms').toFixed(1)} ms in PostgreSQL; the dearest:\n`,
    markdownTable([
      ['ms', 'times', 'statement'],
      ...statements
        .slice(0, most)
        .map(({ ms, calls, statement }) => [ms.toFixed(2), calls.toFixed(1), code(statement)]),
    ]),
  ].join('\n');
}

function scan(report: ScanReport, figures: Figures<ScanReport>): string {
  const { toBare, pgbench, statements, missed } = report;
  return [
    `${taken(figures)}\n`,
    markdownTable([
      ...scanRows(report),
      ...(pgbench ? [['pgbench', spread(pgbench.perSecond, 0), '', '', '']] : []),
    ]),
    `\nA scan is ${spread(toBare, 3)} of *bare*. ${goals(missed)}\n`,
    statementTable(statements, 'a scan', 12),
  ].join('\n');
}

/** Nothing where the scans were measured before write-offs were. */
function writeOff({ writeOff: measured }: Partial<ScanReport>): string {
  if (!measured) return '';
  return [
    markdownTable(writeOffRows(measured)),
    `\nA write-off is ${spread(measured.toBare, 3)} of *bare*.\n`,
    statementTable(measured.statements, 'a write-off', 12),
  ].join('\n');
}

function imports(report: ImportReport, figures: Figures<ImportReport>): string {
  const { toCopy, orders, missed } = report;
  return [
    `${taken(figures)}\n`,
    markdownTable(importRows(report)),
    `\n${orders} orders; the import is ${spread(toCopy, 3)} of *copy*. ${goals(missed)}`,
  ].join('\n');
}

function log({ rows, arms, toBare, missed }: LogReport, figures: Figures<LogReport>): string {
  return [
    `${taken(figures)}\n`,
    markdownTable([
      ['arm', 'rows a second', 'own CPU ms for 1,000', 'PostgreSQL CPU ms for 1,000'],
      ...(['verify', 'bare'] as const).map((arm) => [
        arm,
        spread(arms[arm].perSecond, 0),
        spread(arms[arm].cpuMs.own ?? NONE, 2),
        spread(arms[arm].cpuMs.postgres ?? NONE, 2),
      ]),
    ]),
    `\n${rows} rows; verifying is ${spread(toBare, 2)} of *bare*. ${goals(missed)}`,
  ].join('\n');
}

function lists(report: ListsReport, figures: Figures<ListsReport>): string {
  const lengths = Object.entries(report.sizes.at(-1)?.lists ?? {}).map(([name, count]) => `${count} ${name}`);
  return [
    `${taken(figures)}\n`,
    markdownTable(listRows(report)),
    `\nAt the last size: ${lengths.join(', ')}. ${goals(report.missed)}`,
  ].join('\n');
}

function rest({ memory, startUp, web, missed }: RestReport, figures: Figures<RestReport>): string {
  const [least, most] = [memory.points[0], memory.points.at(-1)];
  return [
    `${taken(figures)}\n`,
    markdownTable([
      ['', ''],
      ['an idle lifecycle in the worker’s cache', `${memory.kbPerLifecycle.toFixed(0)} KB`],
      [`the worker with ${least?.cached} of them`, `${least?.residentMb.toFixed(0)} MB`],
      [`the worker with ${most?.cached} of them`, `${most?.residentMb.toFixed(0)} MB`],
      ['first start until ready', `${spread(startUp.first, 1)} s`],
      ['start on kept data until ready', `${spread(startUp.again, 1)} s`],
      ...Object.entries(web).map(([home, kb]) => [`first load of the web, ${home}`, `${kb} KB gzip`]),
    ]),
    `\n${goals(missed)}`,
  ].join('\n');
}

function issuing(
  { arms, toPlain, toCheck, missed, ...report }: IssuingReport,
  figures: Figures<IssuingReport>,
): string {
  return [
    `${taken(figures)}\n`,
    markdownTable([
      ['arm', 'a second', 'CPU ms', 'PostgreSQL CPU ms'],
      ...Object.entries(arms).map(([name, { perSecond, cpuMs, postgresCpuMs }]) => [
        name,
        spread(perSecond, 0),
        spread(cpuMs, 1),
        spread(postgresCpuMs, 1),
      ]),
    ]),
    `\n${report.statements.toFixed(1)} statements a code; *issue* is ${spread(toPlain, 2)} of *plain*, ${spread(toCheck, 2)} of *check*. ${goals(missed)}`,
  ].join('\n');
}

/** What others did on the same kind of machine, a week before, with nothing else at work. */
const PRETIX_REDEEMS = 53;
const ORDER_REFERENCE = { least: 10, most: 11 };

function multiples(): string {
  const scan = readFigures<ScanReport>('scan')?.report;
  const scans = scan?.arms.scan.perSecond.median;
  const orders = readFigures<LifecycleReport>('lifecycle')?.report.arms.order.perSecond.median;
  const times = (one: number, other: number) => (one / other).toFixed(1);
  const { least, most } = ORDER_REFERENCE;
  const rows = [
    ...(scans === undefined
      ? []
      : [
          [
            'pretix 2026.8, redeem, 16 clients',
            `${PRETIX_REDEEMS}/s`,
            `scan ${scans.toFixed(0)}/s, ${scan?.clients} clients`,
            times(scans, PRETIX_REDEEMS),
          ],
        ]),
    ...(orders === undefined
      ? []
      : [
          [
            'Temporal’s order reference in Go',
            `${least}–${most} orders/s`,
            `order ${orders.toFixed(1)}/s`,
            `${times(orders, most)}–${times(orders, least)}`,
          ],
        ]),
  ];
  return rows.length === 0 ? '' : markdownTable([['reference', 'it did', 'the product', 'times'], ...rows]);
}

function machine(): string {
  const found = readFigures<unknown>('lifecycle');
  if (!found) return '';
  const { cpu, cores, memoryGb, system, versions } = found.machine;
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${cpu}, ${cores} cores, ${memoryGb} GB, ${system}; ${named.join(', ')}.`;
}
