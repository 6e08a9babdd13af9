import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { lockOrderNumbers } from '../../db/bulk-entry.js';
import { record } from '../../db/facts.js';
import { lockOrderNo } from '../../db/orders.js';
import { externalIdOf, factOf, insertReceipt, isTold, providerActor, takeTold } from '../../db/receipts.js';
import type { Tx } from '../../db/sql.js';
import type { Told } from '../../domain/payment.js';
import { Refusal } from '../../domain/refusal.js';
import type { AlipayAccount, WechatAccount } from '../../platform/payments/accounts.js';
import { notificationHolds } from '../../platform/payments/alipay-signature.js';
import {
  alipayPayment,
  alipayTrade,
  isOurs,
  wechatPayment,
  wechatRefund,
  wechatRefunded,
  wechatTransaction,
} from '../../platform/payments/told.js';
import { forgeryOf, openResource } from '../../platform/payments/wechat-signature.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import type { Hear, SignedMessage } from '../handler.js';
import { keepFact } from '../orphans.js';

/** What providers tell of money, once each (P3.2.3): whatever comes twice, late or shuffled makes one fact. */

export const hearWechat: Hear<Routes['hearWechat']> = async (deps, message) => {
  const account = deps.payments?.wechat;
  if (!account) throw new Refusal('provider_off');
  const told = wechatTold(account, message, nowMs(deps));
  if (told) await take(deps, told);
  return { status: 200, body: { code: 'SUCCESS', message: '成功' } };
};

export const hearAlipay: Hear<Routes['hearAlipay']> = async (deps, { body }) => {
  const account = deps.payments?.alipay;
  if (!account) throw new Refusal('provider_off');
  const told = alipayTold(account, Object.fromEntries(new URLSearchParams(body.toString('utf8'))));
  if (told) await take(deps, told);
  return { status: 200, file: 'success' };
};

const nowMs = ({ now }: ApiDeps): number => (now?.() ?? new Date()).getTime();

const callback = z.object({
  event_type: z.string(),
  resource: z.object({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    ciphertext: z.string(),
    nonce: z.string(),
    associated_data: z.string().optional(),
  }),
});

/** Proven to be WeChat's by its signature before a byte of it is looked at. */
function wechatTold(account: WechatAccount, { headers, body }: SignedMessage, at: number): Told | undefined {
  const text = body.toString('utf8');
  const forged = forgeryOf(account.platformKeys, signatureIn(headers), text, at);
  if (forged) throw new Refusal('callback_forged', { why: forged });
  try {
    return toldIn(account, callback.parse(JSON.parse(text)));
  } catch {
    throw new Refusal('callback_unreadable');
  }
}

/** What is sealed tells of a payment or of a refund of our own shop. */
function toldIn({ apiV3Key, mchId }: WechatAccount, told: z.output<typeof callback>): Told | undefined {
  const { ciphertext, nonce, associated_data } = told.resource;
  const content: unknown = JSON.parse(
    openResource(Buffer.from(apiV3Key), {
      ciphertext: Buffer.from(ciphertext, 'base64'),
      nonce: Buffer.from(nonce),
      associated: Buffer.from(associated_data ?? ''),
    }).toString('utf8'),
  );
  const { mchid } = ofShop.parse(content);
  if (mchid !== mchId) throw new Refusal('callback_unreadable');
  return told.event_type.startsWith('REFUND.')
    ? wechatRefunded(wechatRefund.parse(content))
    : wechatPayment(wechatTransaction.parse(content));
}

const ofShop = z.object({ mchid: z.string() });

function signatureIn(headers: IncomingHttpHeaders) {
  const header = (name: string) => String(headers[`wechatpay-${name}`] ?? '');
  return {
    timestamp: header('timestamp'),
    nonce: header('nonce'),
    serial: header('serial'),
    signature: header('signature'),
  };
}

function alipayTold(account: AlipayAccount, params: Record<string, string>): Told | undefined {
  if (!notificationHolds(account.publicKey, params))
    throw new Refusal('callback_forged', { why: 'signature_wrong' });
  const trade = alipayTrade.safeParse(params);
  if (!trade.success || !isOurs(account, trade.data)) throw new Refusal('callback_unreadable');
  return alipayPayment(trade.data);
}

async function take(deps: ApiDeps, told: Told): Promise<void> {
  const { provider, tradeNo } = told;
  const taken = await deps.db.transaction(async (tx) => {
    const ofAttempt = await takeTold(tx, told, 'callback');
    return ofAttempt === 'unknown' ? takeForOrder(tx, deps, told) : ofAttempt;
  });
  deps.log.info({ provider, tradeNo, kind: told.kind, taken }, 'payment told');
}

/**
 * Money under a name that is no attempt of ours: another shop system may have asked for it by the order's own number. So
 * it is that order's, now or when the order is entered.
 */
async function takeForOrder(tx: Tx, deps: ApiDeps, told: Told): Promise<'taken' | 'orphan' | 'again'> {
  await lockOrderNumbers(tx, [told.outTradeNo]);
  const order = await lockOrderNo(tx, told.outTradeNo);
  if (await isTold(tx, told)) return 'again';
  const fact = {
    type: factOf(told),
    actor: providerActor(told),
    source: 'webhook' as const,
    externalId: externalIdOf(told),
    happenedAt: told.happenedAt,
    detail: { amountMinor: told.amountMinor, currency: told.currency, provider: told.provider },
  };
  if (!order) {
    await keepFact(tx, deps, told.outTradeNo, fact);
    await insertReceipt(tx, { told, by: 'callback', outcome: 'orphan' });
    return 'orphan';
  }
  const { number } = await record(tx, order.id, fact);
  await insertReceipt(tx, { told, by: 'callback', outcome: 'taken', orderId: order.id, fact: number });
  return 'taken';
}
