import { parseMinor } from '../domain/money.js';
import { PAID_IN } from '../domain/payment.js';
import { cutRecord } from './cut.js';
import { decoded } from './encoding.js';

/** One line of a provider's daily bill, in our words. A refund goes by the shop's own name for it. */
export interface BillLine {
  movement: 'payment' | 'refund';
  tradeNo: string;
  outTradeNo: string;
  amountMinor: number;
  currency: string;
}

/** Why a bill cannot be taken: no header that is known, or the number of a line that does not fit it. */
export class BillUnreadable extends Error {
  readonly row: number | undefined;

  constructor(row?: number) {
    super('bill_unreadable');
    this.row = row;
  }
}

/** Reads a line's cells by the names of their columns; undefined for a line that moved no money. */
type Layout = (cell: (...names: string[]) => string) => BillLine | undefined;

const amountOf = (text: string, currency = PAID_IN): number => {
  const amountMinor = parseMinor(text, currency);
  if (amountMinor === undefined || amountMinor < 0) throw new BillUnreadable();
  return amountMinor;
};

/** Money that went back has a sign in some bills. */
const refundOf = (text: string, currency = PAID_IN): number => amountOf(text.replace(/^-/, ''), currency);

const wechat: Layout = (cell) => {
  const currency = cell('货币种类') || PAID_IN;
  const outTradeNo = cell('商户订单号');
  const refund = cell('商户退款单号');
  switch (cell('交易状态')) {
    case 'SUCCESS': {
      const amountMinor = amountOf(cell('订单金额', '应结订单金额', '总金额'), currency);
      return { movement: 'payment', tradeNo: cell('微信订单号'), outTradeNo, amountMinor, currency };
    }
    case 'REFUND': {
      const amountMinor = refundOf(cell('申请退款金额', '退款金额'), currency);
      return { movement: 'refund', tradeNo: refund, outTradeNo, amountMinor, currency };
    }
    default:
      return undefined;
  }
};

const alipay: Layout = (cell) => {
  const outTradeNo = cell('商户订单号');
  const amount = cell('订单金额（元）', '订单金额');
  const of = { outTradeNo, currency: PAID_IN };
  switch (cell('业务类型')) {
    case '交易':
      return { movement: 'payment', tradeNo: cell('支付宝交易号'), amountMinor: amountOf(amount), ...of };
    case '退款':
      return {
        ...{ movement: 'refund', tradeNo: cell('退款批次号/请求号') },
        amountMinor: refundOf(amount),
        ...of,
      };
    default:
      return undefined;
  }
};

const generic: Layout = (cell) => {
  const [movement, currency] = [cell('movement'), cell('currency')];
  if (movement !== 'payment' && movement !== 'refund') throw new BillUnreadable();
  const amountMinor = (movement === 'refund' ? refundOf : amountOf)(cell('amount'), currency);
  return { movement, tradeNo: cell('trade_no'), outTradeNo: cell('out_trade_no'), amountMinor, currency };
};

/** A layout by a column that it alone has. */
const LAYOUTS: readonly (readonly [column: string, layout: Layout])[] = [
  ['微信订单号', wechat],
  ['支付宝交易号', alipay],
  ['trade_no', generic],
];

/** Reads a whole bill: WeChat's, Alipay's (GBK, with remarks around) or a plain one, told apart by their header. */
export async function readBill(bytes: Buffer): Promise<BillLine[]> {
  let text = '';
  for await (const part of decoded(
    (async function* () {
      yield bytes;
    })(),
  ))
    text += part;
  const lines: BillLine[] = [];
  let header: { names: string[]; layout: Layout } | undefined;
  for (const { row, cells } of recordsOf(text)) {
    if (!header) header = headerOf(cells);
    else if (/^[#总]/.test(cells[0] ?? '')) break;
    else if (cells.some((cell) => cell !== '')) {
      // A line that is cut short is no end: what follows it would be missing without a word.
      if (cells.length < header.names.length) throw new BillUnreadable(row);
      const line = lineOf(header, cells, row);
      if (line) lines.push(line);
    }
  }
  if (!header) throw new BillUnreadable();
  return lines;
}

function lineOf({ names, layout }: { names: string[]; layout: Layout }, cells: string[], row: number) {
  const cell = (...columns: string[]): string => {
    const at = columns.map((column) => names.indexOf(column)).find((index) => index >= 0);
    return at === undefined ? '' : (cells[at] ?? '');
  };
  try {
    const line = layout(cell);
    if (line && (line.tradeNo === '' || line.outTradeNo === '')) throw new BillUnreadable();
    return line;
  } catch (error) {
    throw error instanceof BillUnreadable ? new BillUnreadable(row) : error;
  }
}

function headerOf(names: string[]) {
  const found = LAYOUTS.find(([column]) => names.includes(column));
  return found && { names, layout: found[1] };
}

/** Records with their numbers; WeChat marks cells with a back-tick, Alipay with a tab. */
function* recordsOf(text: string): Generator<{ row: number; cells: string[] }> {
  let row = 0;
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at < text.length; ) {
    row += 1;
    const cut = cutRecord(text, at, ',', true);
    if (cut.kind !== 'whole') throw new BillUnreadable(row);
    yield { row, cells: cut.cells.map((cell) => cell.trim().replace(/^`/, '').trim()) };
    at = cut.next;
  }
}
