import { createCipheriv, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatMinor } from '../../domain/money.js';
import { alipayTime, joined } from '../payments/alipay-signature.js';
import { answerText, rsaSign, stampOfNow } from '../payments/wechat-signature.js';
import type { PaymentFault } from './fault-plan.js';
import type { PaymentKeys } from './payment-keys.js';
import type { MadeRefund, Trade } from './payment-trades.js';

/** A callback as the provider sends it. */
export interface Callback {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a callback says, when it does not say the truth. */
export interface Untruth {
  readonly amountMinor?: number;
  readonly currency?: string;
}

/** The signed callback of a trade that was paid. */
export function callbackFor(keys: PaymentKeys, trade: Trade, untruth: Untruth = {}): Callback {
  const said = { ...trade, ...untruth };
  return trade.provider === 'wechat' ? wechatCallback(keys, said) : alipayCallback(keys, said);
}

/** What WeChat says of a trade, in callbacks and to queries. */
export function wechatSays({ wechat }: PaymentKeys, trade: Trade): Record<string, unknown> {
  const { state, paidAt, amountMinor: total, currency } = trade;
  return {
    ...{ appid: wechat.appId, mchid: wechat.mchId, out_trade_no: trade.outTradeNo },
    trade_state: { open: 'NOTPAY', paid: 'SUCCESS', closed: 'CLOSED' }[state],
    trade_state_desc: state,
    ...(paidAt && {
      ...{ transaction_id: trade.tradeNo, trade_type: 'NATIVE', success_time: paidAt.toISOString() },
      ...{ payer: { openid: 'simulated' }, amount: { total, payer_total: total, currency } },
    }),
  };
}

const wechatCallback = (keys: PaymentKeys, trade: Trade): Callback =>
  sealedCallback(
    keys,
    trade,
    { event_type: 'TRANSACTION.SUCCESS', kind: 'transaction' },
    wechatSays(keys, trade),
  );

/** What WeChat says of a refund, in callbacks and to whoever asks for it. */
export function wechatSaysOfRefund(trade: Trade, { outRefundNo, amountMinor, at }: MadeRefund) {
  return {
    ...{ out_trade_no: trade.outTradeNo, transaction_id: trade.tradeNo, out_refund_no: outRefundNo },
    refund_id: `50300${trade.tradeNo.slice(5)}`,
    success_time: at.toISOString(),
    amount: { total: trade.amountMinor, refund: amountMinor, payer_refund: amountMinor },
  };
}

/** The signed callback of a refund; only WeChat sends one. */
function refundCallbackFor(keys: PaymentKeys, trade: Trade, refund: MadeRefund): Callback {
  const said = { mchid: keys.wechat.mchId, ...wechatSaysOfRefund(trade, refund), refund_status: 'SUCCESS' };
  return sealedCallback(keys, trade, { event_type: 'REFUND.SUCCESS', kind: 'refund' }, said);
}

function sealedCallback(
  keys: PaymentKeys,
  trade: Trade,
  { event_type, kind }: { event_type: string; kind: string },
  said: object,
): Callback {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(keys.wechat.apiV3Key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from(kind));
  const sealed = Buffer.concat([
    cipher.update(JSON.stringify(said), 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  const body = JSON.stringify({
    ...{ id: randomUUID(), create_time: new Date().toISOString(), event_type },
    ...{ resource_type: 'encrypt-resource', summary: '支付成功' },
    resource: {
      ...{ algorithm: 'AEAD_AES_256_GCM', original_type: kind, associated_data: kind },
      ...{ nonce, ciphertext: sealed.toString('base64') },
    },
  });
  return { url: trade.notifyUrl, headers: wechatHeaders(keys, body), body };
}

/** The headers that WeChat signs a body with. */
export function wechatHeaders({ wechat }: PaymentKeys, body: string): Record<string, string> {
  const stamp = stampOfNow();
  return {
    'content-type': 'application/json',
    'wechatpay-timestamp': stamp.timestamp,
    'wechatpay-nonce': stamp.nonce,
    'wechatpay-serial': wechat.platformSerial,
    'wechatpay-signature': rsaSign(wechat.theirs.privateKey, answerText(stamp, body)),
  };
}

function alipayCallback({ alipay }: PaymentKeys, trade: Trade): Callback {
  const params: Record<string, string> = {
    ...{ notify_type: 'trade_status_sync', notify_id: randomBytes(16).toString('hex'), charset: 'utf-8' },
    ...{ version: '1.0', sign_type: 'RSA2', notify_time: alipayTime(new Date()) },
    ...{ app_id: alipay.appId, seller_id: alipay.sellerId, auth_app_id: alipay.appId },
    ...{ out_trade_no: trade.outTradeNo, trade_no: trade.tradeNo, trade_status: 'TRADE_SUCCESS' },
    subject: trade.subject,
    total_amount: formatMinor(trade.amountMinor, trade.currency),
    receipt_amount: formatMinor(trade.amountMinor, trade.currency),
    gmt_payment: alipayTime(trade.paidAt ?? new Date()),
  };
  const sign = rsaSign(alipay.theirs.privateKey, joined(params, ['sign', 'sign_type']));
  return {
    url: trade.notifyUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams({ ...params, sign }).toString(),
  };
}

/** One byte of the signature is another. */
function forged(callback: Callback): Callback {
  const signature = callback.headers['wechatpay-signature'];
  if (signature === undefined)
    return { ...callback, body: callback.body.replace(/sign=(.)/, (_, mark) => `sign=${otherMark(mark)}`) };
  const wrong = `${otherMark(signature.slice(0, 1))}${signature.slice(1)}`;
  return { ...callback, headers: { ...callback.headers, 'wechatpay-signature': wrong } };
}

const otherMark = (mark: string): string => (mark === 'A' ? 'B' : 'A');

const PAUSES_MS = [300, 1_000, 3_000, 10_000, 30_000, 60_000];
const SHUFFLED = 3;
const ANSWER_MS = 10_000;

export interface Caller {
  /** Tells of a paid trade as the fault says, again and again until it was taken. */
  tell(trade: Trade, fault: PaymentFault | undefined): void;
  /** Tells of a refund. */
  tellRefund(trade: Trade, refund: MadeRefund): void;
  /** Tells what a shuffle has held back, the last first. */
  release(): void;
  stop(): void;
}

export function openCaller(keys: PaymentKeys): Caller {
  const stopping = new AbortController();
  const held: Trade[] = [];
  const start = (callback: () => Callback, afterMs = 0) =>
    void deliver(callback, afterMs, stopping.signal).catch(() => undefined);
  const release = () => {
    for (const trade of held.splice(0).toReversed()) start(() => callbackFor(keys, trade));
  };
  return {
    tell(trade, fault) {
      const truth = () => callbackFor(keys, trade);
      switch (fault?.kind) {
        case undefined:
          return start(truth);
        case 'duplicate':
          for (let sent = 0; sent < fault.times; sent += 1) start(truth);
          return undefined;
        case 'late':
          return start(truth, fault.afterMs);
        case 'lost':
          return undefined;
        case 'shuffled':
          held.push(trade);
          return held.length >= SHUFFLED ? release() : undefined;
        case 'wrong_amount':
          return start(() => callbackFor(keys, trade, { amountMinor: trade.amountMinor + 1 }));
        case 'wrong_signature':
          return start(() => forged(truth()));
      }
    },
    tellRefund: (trade, refund) => start(() => refundCallbackFor(keys, trade, refund)),
    release,
    stop: () => stopping.abort(),
  };
}

async function deliver(callback: () => Callback, afterMs: number, stop: AbortSignal): Promise<void> {
  for (const pauseMs of [afterMs, ...PAUSES_MS]) {
    await sleep(pauseMs, undefined, { signal: stop, ref: false });
    if (await isTaken(callback(), stop)) return;
  }
}

async function isTaken({ url, headers, body }: Callback, stop: AbortSignal): Promise<boolean> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(ANSWER_MS)]);
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    const text = await answer.text();
    return headers['wechatpay-nonce'] === undefined ? text === 'success' : answer.ok;
  } catch {
    return false;
  }
}
