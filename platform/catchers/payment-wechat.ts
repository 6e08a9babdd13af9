import { type Request, type Response, Router, raw } from 'express';
import { z } from 'zod';
import { requestText, rsaHolds, TOLERANCE_SECONDS } from '../payments/wechat-signature.js';
import type { FaultPlan, PaymentCallFault } from './fault-plan.js';
import { type Caller, wechatHeaders, wechatSays, wechatSaysOfRefund } from './payment-callbacks.js';
import type { PaymentKeys } from './payment-keys.js';
import { refundOnce, type Trades } from './payment-trades.js';

export interface SimulatedProvider {
  readonly keys: PaymentKeys;
  readonly trades: Trades;
  readonly faults: FaultPlan<PaymentCallFault>;
  readonly caller: Caller;
}

const order = z.object({
  appid: z.string(),
  mchid: z.string(),
  description: z.string().min(1).max(127),
  out_trade_no: z.string().regex(/^[\w|*@-]{6,32}$/),
  notify_url: z.url(),
  time_expire: z.iso.datetime({ offset: true }),
  amount: z.object({ total: z.int().min(1), currency: z.literal('CNY') }),
});
const h5 = order.extend({
  scene_info: z.object({ payer_client_ip: z.string().min(1), h5_info: z.object({ type: z.string() }) }),
});

const refund = z.object({
  out_trade_no: z.string(),
  out_refund_no: z.string().regex(/^[\w|*@-]{1,64}$/),
  amount: z.object({ refund: z.int().min(1), total: z.int().min(1), currency: z.literal('CNY') }),
});

/** /wechat/v3: Native and H5, queries and closings as APIv3 answers them, signed both ways. */
export function simulatedWechat(provider: SimulatedProvider): Router {
  const { keys, trades } = provider;
  const router = Router();
  const nonces = new Set<string>();
  const answer = (response: Response, status: number, body?: object) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const fault = provider.faults.next();
    if (fault === 'broken') return void response.status(500).send('<html>wel');
    const signed = wechatHeaders(keys, fault === 'unsigned' ? `${text} ` : text);
    response.status(status).set(signed).send(text);
  };
  const refuse = (response: Response, status: number, code: string) =>
    answer(response, status, { code, message: code });
  router.use('/wechat/v3', raw({ type: () => true, limit: '16kb' }), (request, response, next) => {
    if (isSigned(request, keys, nonces)) next();
    else refuse(response, 401, 'SIGN_ERROR');
  });
  router.post(
    ['/wechat/v3/pay/transactions/native', '/wechat/v3/pay/transactions/h5'],
    (request, response) => {
      const isH5 = request.path.endsWith('/h5');
      const asked = (isH5 ? h5 : order).safeParse(JSON.parse(textOf(request)));
      if (!asked.success || asked.data.mchid !== keys.wechat.mchId)
        return refuse(response, 400, 'PARAM_ERROR');
      const { out_trade_no, description, notify_url, amount } = asked.data;
      const trade = trades.place({
        ...{ provider: 'wechat', outTradeNo: out_trade_no, subject: description, notifyUrl: notify_url },
        ...{ amountMinor: amount.total, currency: amount.currency },
      });
      if (trade === 'differs' || trade.state !== 'open') return refuse(response, 400, 'INVALID_REQUEST');
      const url = `http://${request.get('host')}/pay/${trade.page}`;
      return answer(response, 200, isH5 ? { h5_url: url } : { code_url: url });
    },
  );
  router.get('/wechat/v3/pay/transactions/out-trade-no/:outTradeNo', (request, response) => {
    const trade = trades.find('wechat', request.params.outTradeNo);
    if (!trade) return refuse(response, 404, 'ORDER_NOT_EXIST');
    return answer(response, 200, wechatSays(keys, trade));
  });
  router.post('/wechat/v3/pay/transactions/out-trade-no/:outTradeNo/close', (request, response) => {
    const trade = trades.find('wechat', request.params.outTradeNo);
    if (!trade) return refuse(response, 404, 'ORDER_NOT_EXIST');
    if (trade.state === 'paid') return refuse(response, 400, 'ORDERPAID');
    trade.state = 'closed';
    return answer(response, 204);
  });
  router.post('/wechat/v3/refund/domestic/refunds', (request, response) => {
    const asked = refund.safeParse(JSON.parse(textOf(request))).data;
    const trade = asked && trades.find('wechat', asked.out_trade_no);
    if (!asked || !trade) return refuse(response, 404, 'RESOURCE_NOT_EXISTS');
    const made = refundOnce(trade, asked.out_refund_no, asked.amount.refund);
    if (typeof made === 'string' || asked.amount.total !== trade.amountMinor)
      return refuse(response, 400, made === 'unpaid' ? 'INVALID_REQUEST' : 'NOT_ENOUGH');
    provider.caller.tellRefund(trade, made);
    return answer(response, 200, { ...wechatSaysOfRefund(trade, made), status: 'SUCCESS' });
  });
  return router;
}

const textOf = (request: Request): string => (Buffer.isBuffer(request.body) ? request.body.toString() : '');

/** Signed by the merchant's key, fresh, and with a nonce that was never seen. */
function isSigned(request: Request, { wechat }: PaymentKeys, nonces: Set<string>): boolean {
  const [scheme, written = ''] = (request.get('authorization') ?? '').split(' ');
  const parts = new Map([...written.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  const stamp = { timestamp: parts.get('timestamp') ?? '', nonce: parts.get('nonce_str') ?? '' };
  const isFresh = Math.abs(Date.now() / 1000 - Number(stamp.timestamp || Number.NaN)) <= TOLERANCE_SECONDS;
  if (scheme !== 'WECHATPAY2-SHA256-RSA2048' || parts.get('serial_no') !== wechat.serial || !isFresh)
    return false;
  if (nonces.has(stamp.nonce)) return false;
  const { method, originalUrl: target } = request;
  const text = requestText({ method, target, body: textOf(request) }, stamp);
  if (!rsaHolds(wechat.ours.publicKey, text, parts.get('signature') ?? '')) return false;
  nonces.add(stamp.nonce);
  return true;
}
