import { type PostingRow, postings } from '../../db/books.js';
import { log } from '../../db/log.js';
import { formatMinor } from '../../domain/money.js';
import type { Routes } from '../contract/routes.js';
import { BYTE_ORDER_MARK, csvLine } from '../csv.js';
import type { ApiDeps } from '../deps.js';
import type { Download } from '../handler.js';
import type { Signed } from '../principal.js';
import { needStepUp } from '../step-up.js';

const PAGE = 500;

/** Money that was written down, as double entries to post; who took what is in the log (P3.2.3). */
export const exportPostings: Download<Routes['exportPostings']> = async (
  deps,
  { body, caller: { person } },
) => {
  await needStepUp(deps, person);
  await log(deps.db, { actor: person.actor, action: 'postings_exported', detail: { ...body } });
  return { name: `postings-${body.from}-${body.to}.csv`, lines: linesOf(deps, body, person) };
};

/** Accounts of the Chinese standard for business enterprises: money on the way by provider, bank, receivables. */
const MONEY: Readonly<Record<string, string>> = { wechat: '1012.01', alipay: '1012.02' };
const BANK = '1002';
const RECEIVABLES = '1122';

const COLUMNS: readonly (readonly [title: string, cell: (entry: Entry) => string | number | null])[] = [
  ['voucher', ({ voucher }) => voucher],
  ['date', ({ day }) => day],
  ['account', ({ account }) => account],
  ['debit', ({ debit }) => debit],
  ['credit', ({ credit }) => credit],
  ['currency', ({ row }) => row.currency],
  ['order_no', ({ row }) => row.orderNo],
  ['summary', ({ row }) => (row.type === 'payment_received' ? '收款' : '退款')],
  ['happened_at', ({ row }) => row.happenedAt.toISOString()],
  ['provider', ({ row }) => row.provider],
  ['reference', ({ row }) => row.externalId],
];

interface Entry {
  row: PostingRow;
  voucher: string;
  day: string;
  account: string;
  debit: string;
  credit: string;
}

/** A voucher of two lines: what came is debited to money and credited to receivables, and the other way round. */
function entriesOf(row: PostingRow): Entry[] {
  const amount = formatMinor(row.amountMinor, row.currency);
  const money = MONEY[row.provider ?? ''] ?? BANK;
  const [debited, credited] = row.type === 'payment_received' ? [money, RECEIVABLES] : [RECEIVABLES, money];
  const common = { row, voucher: `${row.orderNo}/${row.fact}`, day: dayInChina(row.recordedAt) };
  return [
    { ...common, account: debited, debit: amount, credit: '' },
    { ...common, account: credited, debit: '', credit: amount },
  ];
}

const CHINA_MS = 8 * 60 * 60_000;
const dayInChina = (at: Date): string => new Date(at.getTime() + CHINA_MS).toISOString().slice(0, 10);

async function* linesOf(
  { db }: ApiDeps,
  asked: { from: string; to: string },
  person: Signed,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(COLUMNS.map(([title]) => title));
  for (let after: PostingRow | undefined; ; ) {
    const found = await postings(db, { ...asked, person, after, limit: PAGE });
    for (const entry of found.flatMap(entriesOf)) yield csvLine(COLUMNS.map(([, cell]) => cell(entry)));
    after = found.at(-1);
    if (found.length < PAGE) return;
  }
}
