import { randomBytes, randomInt } from 'node:crypto';
import type { Provider } from '../../domain/payment.js';

/** Money that went back. */
export interface MadeRefund {
  readonly outRefundNo: string;
  readonly amountMinor: number;
  readonly at: Date;
}

/** A trade as the simulated provider keeps it, in memory alone. */
export interface Trade {
  readonly provider: Provider;
  readonly outTradeNo: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly subject: string;
  readonly notifyUrl: string;
  /** Names its page; nobody can guess it. */
  readonly page: string;
  readonly tradeNo: string;
  state: 'open' | 'paid' | 'closed';
  paidAt: Date | undefined;
  readonly refunds: MadeRefund[];
}

export type NewTrade = Omit<Trade, 'page' | 'tradeNo' | 'state' | 'paidAt' | 'refunds'>;

export interface Trades {
  /** The same trade again is the same; another amount under its name is refused. */
  place(trade: NewTrade): Trade | 'differs';
  find(provider: Provider, outTradeNo: string): Trade | undefined;
  ofPage(page: string): Trade | undefined;
  list(): Trade[];
}

export function openTrades(): Trades {
  const byName = new Map<string, Trade>();
  const nameOf = (provider: Provider, outTradeNo: string) => `${provider} ${outTradeNo}`;
  return {
    place(asked) {
      const name = nameOf(asked.provider, asked.outTradeNo);
      const before = byName.get(name);
      if (before) return before.amountMinor === asked.amountMinor ? before : 'differs';
      const trade: Trade = {
        ...asked,
        page: randomBytes(12).toString('base64url'),
        tradeNo: tradeNoOf(asked.provider),
        state: 'open',
        paidAt: undefined,
        refunds: [],
      };
      byName.set(name, trade);
      return trade;
    },
    find: (provider, outTradeNo) => byName.get(nameOf(provider, outTradeNo)),
    ofPage: (page) => [...byName.values()].find((trade) => trade.page === page),
    list: () => [...byName.values()],
  };
}

/** Sends money of a paid trade back, once under a name; never more than was paid. */
export function refundOnce(
  trade: Trade,
  outRefundNo: string,
  amountMinor: number,
): MadeRefund | 'unpaid' | 'too_much' {
  const before = trade.refunds.find((one) => one.outRefundNo === outRefundNo);
  if (before) return before.amountMinor === amountMinor ? before : 'too_much';
  if (trade.state !== 'paid') return 'unpaid';
  const backMinor = trade.refunds.reduce((sum, one) => sum + one.amountMinor, 0);
  if (backMinor + amountMinor > trade.amountMinor) return 'too_much';
  const made = { outRefundNo, amountMinor, at: new Date() };
  trade.refunds.push(made);
  return made;
}

/** 28 digits, as both providers number theirs. */
function tradeNoOf(provider: Provider): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const digits = Array.from({ length: 5 }, () => String(randomInt(1000)).padStart(3, '0')).join('');
  return `${provider === 'wechat' ? '42000' : day.slice(0, 5)}${day}${digits}`;
}
