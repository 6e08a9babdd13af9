import { z } from 'zod';
import { formatMinor } from '../domain/money.js';
import { PAID_IN } from '../domain/payment.js';
import { type Accounts, type AlipayAccount, callbackOf } from '../platform/payments/accounts.js';
import {
  alipayTime,
  readAlipayTime,
  signedAnswer,
  signedParams,
} from '../platform/payments/alipay-signature.js';
import { alipayPayment, alipayTrade } from '../platform/payments/told.js';
import {
  type AskedPayment,
  type Closed,
  codeOf,
  type Found,
  PATIENCE_MS,
  type PaymentPort,
  type Placed,
  type Refunded,
  silent,
} from './payment-port.js';

const answer = z.object({ code: z.string(), sub_code: z.string().optional() });
const placed = z.object({ qr_code: z.string().max(512) });
const refunded = z.object({ gmt_refund_pay: z.string().optional() });

/** Alipay: a pre-created code for a counter, the wap page for a phone. */
export function alipay(
  accounts: Accounts,
  account: AlipayAccount,
  { patienceMs = PATIENCE_MS } = {},
): PaymentPort {
  const ask = (method: string, content: object, notifyUrl?: string) =>
    exchange(account, paramsOf(account, method, content, notifyUrl), patienceMs);
  const callback = callbackOf(accounts, 'alipay');
  return {
    async place(asked): Promise<Placed> {
      if (asked.currency !== PAID_IN) return { kind: 'refused', code: 'currency' };
      // The wap page is an address that we sign: nobody is asked.
      if (asked.scene === 'phone') return { kind: 'placed', link: pageOf(account, asked, callback) };
      const told = await ask('alipay.trade.precreate', termsOf(asked), callback);
      if (told === undefined) return silent('unreachable');
      const code = placed.safeParse(told.body).data?.qr_code;
      if (code !== undefined)
        return { kind: 'placed', qr: code, ...(/^https?:/.test(code) && { link: code }) };
      return BUSY.test(told.code) ? silent(told.code) : { kind: 'refused', code: told.code };
    },

    async query(outTradeNo): Promise<Found> {
      const told = await ask('alipay.trade.query', { out_trade_no: outTradeNo });
      if (told === undefined) return silent('unreachable');
      // A code that nobody scanned is no trade yet.
      if (told.code === NO_TRADE) return { kind: 'open' };
      const trade = alipayTrade.safeParse(told.body);
      if (!trade.success) return silent(told.code);
      const payment = alipayPayment(trade.data);
      if (payment) return { kind: 'paid', told: payment };
      return trade.data.trade_status === 'TRADE_CLOSED' ? { kind: 'gone' } : { kind: 'open' };
    },

    async close(outTradeNo): Promise<Closed> {
      const told = await ask('alipay.trade.close', { out_trade_no: outTradeNo });
      if (told === undefined) return silent('unreachable');
      if (told.code === '10000' || told.code === NO_TRADE) return { kind: 'closed' };
      return told.code === 'ACQ.TRADE_STATUS_ERROR' || told.code === 'ACQ.REASON_TRADE_STATUS_INVALID'
        ? { kind: 'paid' }
        : silent(told.code);
    },

    async refund({ outTradeNo, outRefundNo, amountMinor, currency }): Promise<Refunded> {
      const terms = { out_trade_no: outTradeNo, out_request_no: outRefundNo };
      const told = await ask('alipay.trade.refund', {
        ...terms,
        refund_amount: formatMinor(amountMinor, currency),
      });
      if (told === undefined) return silent('unreachable');
      if (told.code !== '10000')
        return BUSY.test(told.code) ? silent(told.code) : { kind: 'refused', code: told.code };
      const at = refunded.safeParse(told.body).data?.gmt_refund_pay;
      return {
        kind: 'done',
        told: {
          ...{ provider: 'alipay', kind: 'refund', tradeNo: outRefundNo, outTradeNo, amountMinor, currency },
          happenedAt: at === undefined ? new Date() : readAlipayTime(at),
        },
      };
    },
  };
}

const NO_TRADE = 'ACQ.TRADE_NOT_EXIST';
const BUSY = /^(ACQ\.SYSTEM_ERROR|aop\.|isp\.|20000)/;

const termsOf = (asked: AskedPayment) => ({
  out_trade_no: asked.outTradeNo,
  total_amount: formatMinor(asked.amountMinor, asked.currency),
  subject: asked.subject,
  time_expire: alipayTime(asked.expiresAt),
});

function paramsOf(
  { appId, privateKey }: AlipayAccount,
  method: string,
  content: object,
  notifyUrl?: string,
): Record<string, string> {
  return signedParams(privateKey, {
    ...{ app_id: appId, method, format: 'JSON', charset: 'utf-8', sign_type: 'RSA2', version: '1.0' },
    timestamp: alipayTime(new Date()),
    ...(notifyUrl !== undefined && { notify_url: notifyUrl }),
    biz_content: JSON.stringify(content),
  });
}

function pageOf(account: AlipayAccount, asked: AskedPayment, callback: string): string {
  const terms = { ...termsOf(asked), product_code: 'QUICK_WAP_WAY' };
  const params = paramsOf(account, 'alipay.trade.wap.pay', terms, callback);
  return `${account.url}?${new URLSearchParams(params)}`;
}

interface Answer {
  code: string;
  body: unknown;
}

/** One signed request; undefined when nothing came back that Alipay has signed. */
async function exchange(
  { url, publicKey }: AlipayAccount,
  params: Record<string, string>,
  patienceMs: number,
): Promise<Answer | undefined> {
  try {
    const response = await fetch(`${url}?charset=utf-8`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
      body: new URLSearchParams(params).toString(),
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    });
    const signed = signedAnswer(publicKey, params.method ?? '', await response.text());
    if (signed === undefined) return undefined;
    const body: unknown = JSON.parse(signed);
    const { code, sub_code } = answer.parse(body);
    return { code: codeOf(sub_code ?? code), body };
  } catch {
    return undefined;
  }
}
