import { readFileSync, writeFileSync } from 'node:fs';
import type { ImportReport } from '../import/run.js';
import type { IssuingReport } from '../issue.js';
import type { LifecycleReport } from '../lifecycle/run.js';
import type { LogReport } from '../log-chain.js';
import type { ScanReport } from '../scan/report.js';
import { SECTIONS } from './sections.js';
import { readFigures } from './store.js';
import { type Bar, type Chart, picture, type Stack } from './svg.js';

const PAGE = new URL('../../docs/performance.md', import.meta.url);
const PLOT = new URL('../../docs/figures/performance.svg', import.meta.url);

/** docs/performance.md with its figures as docs/figures holds them, between marks that name the bench. */
export function pageWithFigures(): string {
  return readFileSync(PAGE, 'utf8').replace(
    /(<!-- figures: (\w+) -->\n)[\s\S]*?(<!-- \/figures -->)/g,
    (_, begin: string, name: string, end: string) => {
      const told = SECTIONS[name]?.() ?? '';
      return `${begin}${told === '' ? '' : `${told}\n`}${end}`;
    },
  );
}

/** Writes the page and the plot. */
export function writePage(): void {
  writeFileSync(PAGE, pageWithFigures());
  writeFileSync(PLOT, plot());
}

/** Every measured rate beside its reference, and what an order costs where. */
export function plot(): string {
  const charts: Chart[] = [];
  const chart = (
    title: string,
    unit: string,
    own: string,
    arms: Record<string, { perSecond: Bar['value'] }>,
  ) => {
    const bars = Object.entries(arms).map(([label, { perSecond: value }]) => ({
      label,
      value,
      own: label === own,
    }));
    charts.push({ title, unit, bars });
  };
  const life = readFigures<LifecycleReport>('lifecycle')?.report;
  if (life) chart('An order’s whole life', '/s', 'order', life.arms);
  const scan = readFigures<ScanReport>('scan')?.report;
  if (scan) chart('A scan', '/s', 'scan', { ...scan.arms, ...(scan.pgbench && { pgbench: scan.pgbench }) });
  const issued = readFigures<IssuingReport>('issue')?.report;
  if (issued) chart('Issuing a code', '/s', 'issue', issued.arms);
  const imported = readFigures<ImportReport>('import')?.report;
  if (imported) chart('Import of orders', '/s', 'import', imported.arms);
  const log = readFigures<LogReport>('log')?.report;
  if (log) chart('Verifying the log', 'rows/s', 'verify', log.arms);
  return picture(charts, life ? [costOf(life)] : []);
}

function costOf({ arms }: LifecycleReport): Stack {
  const parts = (['worker', 'postgres', 'temporal', 'api', 'redis'] as const).map((label) => ({
    label,
    value: arms.order.cpuMs[label].median,
  }));
  return { title: 'CPU of one order', unit: 'ms', parts };
}
