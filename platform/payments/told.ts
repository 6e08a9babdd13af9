import { z } from 'zod';
import { parseMinor } from '../../domain/money.js';
import { PAID_IN, type Told } from '../../domain/payment.js';
import type { AlipayAccount } from './accounts.js';
import { readAlipayTime } from './alipay-signature.js';

/** What providers say, in our words. Only what was proven to be theirs may be read by these. */

const name = z.string().regex(/^[\x21-\x7e]{1,64}$/);
const minor = z.int().min(1);
const currency = z.string().regex(/^[A-Z]{3}$/);
const isWithin = (at: Date): boolean => at >= new Date('1970-01-01') && at < new Date('2200-01-01');
const moment = z.iso.datetime({ offset: true }).refine((text) => isWithin(new Date(text)));
const alipayMoment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/)
  .refine((text) => isWithin(readAlipayTime(text)));

/** A transaction of WeChat: the content of a callback, or the answer to a query. */
export const wechatTransaction = z
  .object({
    mchid: z.string(),
    out_trade_no: name,
    transaction_id: name.optional(),
    trade_state: z.string(),
    success_time: moment.optional(),
    amount: z.object({ total: minor, currency: currency.default(PAID_IN) }).optional(),
  })
  // Money without its sum or its day is not to be taken for no money.
  .refine((told) => !isPaid(told.trade_state) || (told.transaction_id && told.success_time && told.amount));

// A refund does not undo that it was paid.
const isPaid = (state: string): boolean =>
  ['SUCCESS', 'REFUND', 'TRADE_SUCCESS', 'TRADE_FINISHED'].includes(state);

/** The payment that a transaction tells of, or undefined when nobody has paid. */
export function wechatPayment(told: z.output<typeof wechatTransaction>): Told | undefined {
  const { transaction_id, success_time, amount } = told;
  if (!isPaid(told.trade_state)) return undefined;
  if (transaction_id === undefined || success_time === undefined || amount === undefined) return undefined;
  return {
    provider: 'wechat',
    kind: 'payment',
    tradeNo: transaction_id,
    outTradeNo: told.out_trade_no,
    amountMinor: amount.total,
    currency: amount.currency,
    happenedAt: new Date(success_time),
  };
}

/** A refund of WeChat: the answer to our asking, or the content of a callback, where its state has another name. */
export const wechatRefund = z.object({
  mchid: z.string().optional(),
  out_trade_no: name,
  out_refund_no: name,
  status: z.string().optional(),
  refund_status: z.string().optional(),
  success_time: moment.optional(),
  amount: z.object({ refund: minor, currency: currency.default(PAID_IN) }),
});

/** The refund that was made, or undefined while it was not. Our own name for it serves as its id: each has one. */
export function wechatRefunded(told: z.output<typeof wechatRefund>): Told | undefined {
  const { out_refund_no: tradeNo, out_trade_no: outTradeNo, success_time, amount } = told;
  if ((told.status ?? told.refund_status) !== 'SUCCESS' || success_time === undefined) return undefined;
  return {
    provider: 'wechat',
    kind: 'refund',
    tradeNo,
    outTradeNo,
    amountMinor: amount.refund,
    currency: amount.currency,
    happenedAt: new Date(success_time),
  };
}

/** A trade of Alipay: a notification, or the answer to a query. */
export const alipayTrade = z
  .object({
    out_trade_no: name,
    trade_no: name,
    trade_status: z.string(),
    total_amount: z.string().refine((text) => (parseMinor(text, PAID_IN) ?? 0) > 0),
    app_id: z.string().optional(),
    seller_id: z.string().optional(),
    gmt_payment: alipayMoment.optional(),
    send_pay_date: alipayMoment.optional(),
  })
  .refine((trade) => !isPaid(trade.trade_status) || (trade.gmt_payment ?? trade.send_pay_date));

/** The payment that a trade tells of, or undefined when nobody has paid. */
export function alipayPayment(trade: z.output<typeof alipayTrade>): Told | undefined {
  const amountMinor = parseMinor(trade.total_amount, PAID_IN);
  const paidAt = trade.gmt_payment ?? trade.send_pay_date;
  if (!isPaid(trade.trade_status)) return undefined;
  if (amountMinor === undefined || paidAt === undefined) return undefined;
  return {
    provider: 'alipay',
    kind: 'payment',
    tradeNo: trade.trade_no,
    outTradeNo: trade.out_trade_no,
    amountMinor,
    currency: PAID_IN,
    happenedAt: readAlipayTime(paidAt),
  };
}

/** Whether a trade is of our own shop: Alipay signs for every shop with one and the same key. */
export const isOurs = (
  { appId, sellerId }: Pick<AlipayAccount, 'appId' | 'sellerId'>,
  trade: { app_id?: string | undefined; seller_id?: string | undefined },
): boolean => trade.app_id === appId && (sellerId === undefined || trade.seller_id === sellerId);
