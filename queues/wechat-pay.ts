import { z } from 'zod';
import { type Accounts, callbackOf, type WechatAccount } from '../platform/payments/accounts.js';
import { wechatPayment, wechatRefund, wechatRefunded, wechatTransaction } from '../platform/payments/told.js';
import { authorizationOf, forgeryOf } from '../platform/payments/wechat-signature.js';
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

const placed = z.object({ code_url: z.string().max(512).optional(), h5_url: z.url().max(512).optional() });
const refused = z.object({ code: z.string() });

/** WeChat Pay, APIv3: Native for a counter, H5 for a phone. */
export function wechatPay(
  accounts: Accounts,
  account: WechatAccount,
  { patienceMs = PATIENCE_MS } = {},
): PaymentPort {
  const { mchId, appId } = account;
  const ask = (method: string, path: string, body?: object) =>
    exchange(account, { method, path, body: body ? JSON.stringify(body) : '' }, patienceMs);
  const ofTrade = (outTradeNo: string) => `/v3/pay/transactions/out-trade-no/${outTradeNo}`;
  return {
    async place(asked): Promise<Placed> {
      const answer = await ask('POST', `/v3/pay/transactions/${asked.scene === 'phone' ? 'h5' : 'native'}`, {
        ...{ appid: appId, mchid: mchId, notify_url: callbackOf(accounts, 'wechat') },
        ...termsOf(asked),
      });
      if (answer === undefined) return silent('unreachable');
      const { code_url, h5_url } = placed.safeParse(answer.body).data ?? {};
      if (answer.status === 200 && code_url !== undefined) return { kind: 'placed', ...shown(code_url) };
      if (answer.status === 200 && h5_url !== undefined) return { kind: 'placed', link: h5_url };
      return isFinal(answer.status)
        ? { kind: 'refused', code: codeIn(answer) }
        : silent(`http_${answer.status}`);
    },

    async query(outTradeNo): Promise<Found> {
      const answer = await ask('GET', `${ofTrade(outTradeNo)}?mchid=${mchId}`);
      if (answer === undefined) return silent('unreachable');
      if (answer.status === 404) return { kind: 'gone' };
      const told = wechatTransaction.safeParse(answer.body);
      if (answer.status !== 200 || !told.success || told.data.mchid !== mchId)
        return silent(`http_${answer.status}`);
      const payment = wechatPayment(told.data);
      if (payment) return { kind: 'paid', told: payment };
      return GONE.includes(told.data.trade_state) ? { kind: 'gone' } : { kind: 'open' };
    },

    async close(outTradeNo): Promise<Closed> {
      const answer = await ask('POST', `${ofTrade(outTradeNo)}/close`, { mchid: mchId });
      if (answer === undefined) return silent('unreachable');
      if (answer.status === 204 || answer.status === 404) return { kind: 'closed' };
      const code = codeIn(answer);
      if (code === 'ORDERPAID') return { kind: 'paid' };
      return code === 'ORDER_CLOSED' ? { kind: 'closed' } : silent(code);
    },

    async refund({ outTradeNo, outRefundNo, amountMinor, totalMinor, currency }): Promise<Refunded> {
      const answer = await ask('POST', '/v3/refund/domestic/refunds', {
        ...{
          out_trade_no: outTradeNo,
          out_refund_no: outRefundNo,
          notify_url: callbackOf(accounts, 'wechat'),
        },
        amount: { refund: amountMinor, total: totalMinor, currency },
      });
      if (answer === undefined) return silent('unreachable');
      const told = wechatRefund.safeParse(answer.body).data;
      if (answer.status !== 200 || told === undefined)
        return isFinal(answer.status)
          ? { kind: 'refused', code: codeIn(answer) }
          : silent(`http_${answer.status}`);
      const refunded = wechatRefunded(told);
      if (refunded) return { kind: 'done', told: refunded };
      return told.status === 'PROCESSING'
        ? { kind: 'under_way' }
        : { kind: 'refused', code: codeOf(told.status ?? 'ABNORMAL') };
    },
  };
}

const GONE = ['CLOSED', 'REVOKED'];

/** A code that is an address of the web can be opened as well as scanned. */
const shown = (qr: string) => (/^https?:/.test(qr) ? { qr, link: qr } : { qr });

function termsOf(asked: AskedPayment) {
  return {
    description: asked.subject,
    out_trade_no: asked.outTradeNo,
    time_expire: asked.expiresAt.toISOString().replace(/\.\d+Z$/, '+00:00'),
    amount: { total: asked.amountMinor, currency: asked.currency },
    ...(asked.scene === 'phone' && {
      scene_info: { payer_client_ip: asked.payerAddress ?? '0.0.0.0', h5_info: { type: 'Wap' } },
    }),
  };
}

const isFinal = (status: number): boolean => status >= 400 && status < 500 && status !== 429;
const codeIn = ({ status, body }: Answer): string =>
  codeOf(refused.safeParse(body).data?.code ?? `http_${status}`);

interface Answer {
  status: number;
  body: unknown;
}

/** One signed request; undefined when nothing came back that WeChat has signed. */
async function exchange(
  account: WechatAccount,
  { method, path, body }: { method: string; path: string; body: string },
  patienceMs: number,
): Promise<Answer | undefined> {
  const url = new URL(`${account.url.replace(/\/$/, '')}${path}`);
  const target = `${url.pathname}${url.search}`;
  try {
    const response = await fetch(url, {
      method,
      ...(body !== '' && { body }),
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'user-agent': 'order-qr',
        authorization: authorizationOf(account, { method, target, body }),
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    });
    const text = await response.text();
    return isTheirs(account, response.headers, text)
      ? { status: response.status, body: parsed(text) }
      : undefined;
  } catch {
    return undefined;
  }
}

function isTheirs({ platformKeys }: WechatAccount, headers: Headers, text: string): boolean {
  const header = (name: string) => headers.get(`wechatpay-${name}`) ?? '';
  const signed = {
    timestamp: header('timestamp'),
    nonce: header('nonce'),
    serial: header('serial'),
    signature: header('signature'),
  };
  return forgeryOf(platformKeys, signed, text) === undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
