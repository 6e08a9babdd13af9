import { Router, urlencoded } from 'express';
import { z } from 'zod';
import { formatMinor, parseMinor } from '../../domain/money.js';
import { alipayTime, joined } from '../payments/alipay-signature.js';
import { rsaHolds, rsaSign } from '../payments/wechat-signature.js';
import type { PaymentKeys } from './payment-keys.js';
import { refundOnce, type Trade, type Trades } from './payment-trades.js';
import type { SimulatedProvider } from './payment-wechat.js';

const params = z.record(z.string(), z.string());
const terms = z.object({
  out_trade_no: z.string().regex(/^[\w-]{1,64}$/),
  total_amount: z.string(),
  subject: z.string().min(1).max(256),
});
const named = z.object({ out_trade_no: z.string() });

type Said = Record<string, unknown> & { code: string };

/** /alipay/gateway.do: pre-created codes and the wap page, queries and closings, signed both ways. */
export function simulatedAlipay({ keys, trades, faults }: SimulatedProvider): Router {
  const router = Router();
  router.post('/alipay/gateway.do', urlencoded({ limit: '16kb' }), (request, response) => {
    const fault = faults.next();
    if (fault === 'broken') return void response.status(500).send('<html>wel');
    const asked = params.safeParse(request.body).data ?? {};
    const said = isSigned(keys, asked)
      ? answerTo(trades, asked, `http://${request.get('host')}`)
      : failed('40002', 'isv.invalid-signature');
    const body = JSON.stringify(said);
    const sign = rsaSign(keys.alipay.theirs.privateKey, fault === 'unsigned' ? `${body} ` : body);
    const name = `${(asked.method ?? 'error').replaceAll('.', '_')}_response`;
    return void response.type('application/json').send(`{"${name}":${body},"sign":"${sign}"}`);
  });
  // The payer's browser brings the signed order here; Alipay too begins the trade when it comes.
  router.get('/alipay/gateway.do', (request, response) => {
    const asked = params.safeParse(request.query).data ?? {};
    const trade = isSigned(keys, asked) ? placed(trades, asked) : undefined;
    if (!trade || trade === 'differs') return void response.status(400).send('invalid signature');
    return void response.redirect(`/pay/${trade.page}`);
  });
  return router;
}

function isSigned({ alipay }: PaymentKeys, asked: Readonly<Record<string, string>>): boolean {
  return (
    asked.app_id === alipay.appId &&
    asked.sign_type === 'RSA2' &&
    rsaHolds(alipay.ours.publicKey, joined(asked), asked.sign ?? '')
  );
}

function answerTo(trades: Trades, asked: Readonly<Record<string, string>>, place: string): Said {
  const name = named.safeParse(contentOf(asked)).data?.out_trade_no ?? '';
  const trade = trades.find('alipay', name);
  switch (asked.method) {
    case 'alipay.trade.precreate': {
      const made = placed(trades, asked);
      if (!made) return failed('40004', 'ACQ.INVALID_PARAMETER');
      if (made === 'differs') return failed('40004', 'ACQ.CONTEXT_INCONSISTENT');
      return done({ out_trade_no: made.outTradeNo, qr_code: `${place}/pay/${made.page}` });
    }
    case 'alipay.trade.query':
      return trade ? done(alipaySays(trade)) : NO_TRADE;
    case 'alipay.trade.close':
      if (!trade) return NO_TRADE;
      if (trade.state === 'paid') return failed('40004', 'ACQ.REASON_TRADE_STATUS_INVALID');
      trade.state = 'closed';
      return done({ out_trade_no: trade.outTradeNo, trade_no: trade.tradeNo });
    case 'alipay.trade.refund':
      return trade ? refunded(trade, contentOf(asked)) : NO_TRADE;
    default:
      return failed('40004', 'isv.invalid-method');
  }
}

const refundTerms = z.object({ out_request_no: z.string().min(1).max(64), refund_amount: z.string() });

function refunded(trade: Trade, content: unknown): Said {
  const asked = refundTerms.safeParse(content).data;
  const amountMinor = parseMinor(asked?.refund_amount ?? '', 'CNY');
  if (!asked || amountMinor === undefined) return failed('40004', 'ACQ.INVALID_PARAMETER');
  const made = refundOnce(trade, asked.out_request_no, amountMinor);
  if (typeof made === 'string')
    return failed('40004', made === 'unpaid' ? 'ACQ.TRADE_STATUS_ERROR' : 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL');
  const refund_fee = formatMinor(
    trade.refunds.reduce((sum, one) => sum + one.amountMinor, 0),
    'CNY',
  );
  return done({
    ...{ out_trade_no: trade.outTradeNo, trade_no: trade.tradeNo, fund_change: 'Y', refund_fee },
    gmt_refund_pay: alipayTime(made.at),
  });
}

const done = (more: object): Said => ({ code: '10000', msg: 'Success', ...more });
const failed = (code: string, sub_code: string): Said => ({ code, msg: 'Business Failed', sub_code });
const NO_TRADE = failed('40004', 'ACQ.TRADE_NOT_EXIST');

const contentOf = ({ biz_content = '{}' }: Readonly<Record<string, string>>): unknown =>
  JSON.parse(biz_content);

function placed(trades: Trades, asked: Readonly<Record<string, string>>): Trade | 'differs' | undefined {
  const order = terms.safeParse(contentOf(asked));
  const amountMinor = parseMinor(order.data?.total_amount ?? '', 'CNY');
  if (!order.success || amountMinor === undefined || amountMinor < 1) return undefined;
  const { out_trade_no, subject } = order.data;
  return trades.place({
    ...{ provider: 'alipay', outTradeNo: out_trade_no, subject, notifyUrl: asked.notify_url ?? '' },
    ...{ amountMinor, currency: 'CNY' },
  });
}

const alipaySays = ({ state, paidAt, ...trade }: Trade) => ({
  ...{ out_trade_no: trade.outTradeNo, trade_no: trade.tradeNo, buyer_logon_id: 'sim***' },
  trade_status: { open: 'WAIT_BUYER_PAY', paid: 'TRADE_SUCCESS', closed: 'TRADE_CLOSED' }[state],
  total_amount: formatMinor(trade.amountMinor, trade.currency),
  ...(paidAt && { send_pay_date: alipayTime(paidAt) }),
});
