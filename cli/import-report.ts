import { fields, maybe, moment, moreOf, table } from './print.js';
import type { AnswerOf } from './reply.js';

type Report = AnswerOf<'showImport'>;

/** What became of the orders of a file. */
export function tellReport(report: Report, file?: string): string {
  const { dryRun, notify, status, errorCode } = report;
  const number = (count: number) => count.toLocaleString('en');
  return fields([
    ['file', file],
    ['import', report.id],
    ['status', errorCode === null ? status : `${status}: ${errorCode}`],
    ['mapping', report.preset ?? undefined],
    ['mode', dryRun ? 'dry run: nothing was entered' : notify ? 'with messages' : 'without messages'],
    ['read', `${number(report.rowsRead)} rows, ${number(report.bytes)} bytes`],
    ['accepted', number(report.accepted)],
    ['unchanged', number(report.unchanged)],
    ['refused', number(report.refused)],
    ['started', moment(report.startedAt)],
    ['finished', maybe(report.finishedAt)],
  ]);
}

const ROWS_SHOWN = 8;

/** Which rows were refused and why; the reasons are in docs/IMPORT.md. */
export function tellRefusedOrders({ items, next }: AnswerOf<'listImportRefusals'>): string {
  if (items.length === 0) return 'Nothing was refused.';
  const rows = items.map(({ number, rows, orderNo, code, column }) => [
    String(number),
    rowsText(rows),
    orderNo ?? '',
    code,
    column ?? '',
  ]);
  return [table(COLUMNS, rows), ...moreOf(next)].join('\n');
}

function rowsText(rows: readonly number[]): string {
  const shown = rows.slice(0, ROWS_SHOWN).join(', ');
  return rows.length > ROWS_SHOWN ? `${shown} and ${rows.length - ROWS_SHOWN} more` : shown;
}

const COLUMNS = [
  { title: 'no', right: true },
  { title: 'rows' },
  { title: 'order' },
  { title: 'reason' },
  { title: 'column' },
];
