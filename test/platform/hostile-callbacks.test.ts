import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Told } from '../../domain/payment.js';
import {
  joined,
  notificationHolds,
  signedAnswer,
  signedParams,
} from '../../platform/payments/alipay-signature.js';
import {
  alipayPayment,
  alipayTrade,
  wechatPayment,
  wechatRefund,
  wechatRefunded,
  wechatTransaction,
} from '../../platform/payments/told.js';
import { answerText, forgeryOf, rsaSign } from '../../platform/payments/wechat-signature.js';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = createPublicKey(
  generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }),
);
const NOW_MS = 1_700_000_000_000;

/** What a provider signed and nobody can store: a day that is none, a sum below nothing, a name with NUL. */
const isUsable = ({ amountMinor, happenedAt, tradeNo, outTradeNo, currency }: Told): boolean =>
  Number.isSafeInteger(amountMinor) &&
  amountMinor > 0 &&
  happenedAt.getTime() >= 0 &&
  happenedAt.getUTCFullYear() <= 2200 &&
  /^[\x21-\x7e]{1,64}$/.test(tradeNo + outTradeNo.slice(0, 0)) &&
  /^[\x21-\x7e]{1,64}$/.test(outTradeNo) &&
  /^[A-Z]{3}$/.test(currency);

const odd = fc.oneof(
  fc.string(),
  fc.constantFrom('A\u0000', '', '２', 'x'.repeat(65)),
  fc.integer(),
  fc.double(),
  fc.jsonValue(),
);
const spoilt = (good: Record<string, unknown>) =>
  fc
    .tuple(fc.constantFrom(...Object.keys(good)), fc.oneof(odd, fc.constant(undefined)))
    .map(([key, value]) => ({ ...good, [key]: value }));
const day = fc.oneof(
  fc.constantFrom('2026-13-01 00:00:00', '0000-00-00 00:00:00', '9999-12-31 23:59:59', 'soon', ''),
  fc.string(),
);

const transaction = {
  ...{ mchid: 'M', out_trade_no: 'A-1', transaction_id: '42', trade_state: 'SUCCESS' },
  ...{ success_time: '2026-11-29T09:30:00+08:00', amount: { total: 12_000, currency: 'CNY' } },
};
const trade = {
  ...{ out_trade_no: 'A-1', trade_no: '42', trade_status: 'TRADE_SUCCESS', total_amount: '120.00' },
  gmt_payment: '2026-11-29 09:30:00',
};
const refund = {
  ...{ out_trade_no: 'A-1', out_refund_no: 'R-1', refund_status: 'SUCCESS' },
  ...{ success_time: '2026-11-29T09:30:00+08:00', amount: { refund: 500 } },
};

type Read = (value: unknown) => Told | undefined | 'unreadable';
const readTrade: Read = (value) => {
  const { data } = alipayTrade.safeParse(value);
  return data ? alipayPayment(data) : 'unreadable';
};
const readTransaction: Read = (value) => {
  const { data } = wechatTransaction.safeParse(value);
  return data ? wechatPayment(data) : 'unreadable';
};
const readRefund: Read = (value) => {
  const { data } = wechatRefund.safeParse(value);
  return data ? wechatRefunded(data) : 'unreadable';
};

/** Money that moved is told in a form that can be kept, or is unreadable: it is never taken for no money. */
const neverLost = (
  read: Read,
  good: Record<string, unknown>,
  paid: (value: Record<string, unknown>) => boolean,
) =>
  fc.property(spoilt(good), (value) => {
    const told = read(value);
    if (told === undefined) expect(paid(value)).toBe(false);
    else if (told !== 'unreadable') expect([told, isUsable(told)]).toEqual([told, true]);
  });

describe('what a provider signed', () => {
  test('is read as money that can be kept, or not at all', () => {
    expect([readTransaction(transaction), readTrade(trade), readRefund(refund)]).not.toContain('unreadable');
    const runs = { numRuns: 500 };
    fc.assert(
      neverLost(readTransaction, transaction, (one) => one.trade_state === 'SUCCESS'),
      runs,
    );
    fc.assert(
      neverLost(readTrade, trade, (one) => one.trade_status === 'TRADE_SUCCESS'),
      runs,
    );
    fc.assert(
      neverLost(readRefund, refund, () => false),
      runs,
    );
    fc.assert(
      fc.property(day, (gmt_payment) => {
        const told = readTrade({ ...trade, gmt_payment });
        if (told !== 'unreadable') expect(told && isUsable(told)).toBe(true);
      }),
    );
  });

  test('control: a reader that takes every text for a day and a sum is told', () => {
    const careless: Read = (value) => {
      const { out_trade_no, trade_no, total_amount, gmt_payment } = value as typeof trade;
      return {
        ...{
          provider: 'alipay',
          kind: 'payment',
          tradeNo: String(trade_no),
          outTradeNo: String(out_trade_no),
        },
        ...{ amountMinor: Number(total_amount) * 100, currency: 'CNY', happenedAt: new Date(gmt_payment) },
      };
    };
    expect(() => fc.assert(neverLost(careless, trade, () => true))).toThrow();
  });
});

describe('a signature of WeChat', () => {
  const body = JSON.stringify({ a: '支付' });
  const stamp = { timestamp: String(NOW_MS / 1_000), nonce: 'N' };
  const signature = rsaSign(privateKey, answerText(stamp, body));
  const header = fc.oneof(
    fc.string(),
    fc.constantFrom('__proto__', 'constructor', '-1', '1e9', '9'.repeat(400)),
  );

  test('holds for what was signed alone, whatever the headers are', () => {
    const good = { ...stamp, serial: 'S', signature };
    expect(forgeryOf({ S: publicKey }, good, body, NOW_MS)).toBeUndefined();
    expect(forgeryOf({ S: other }, good, body, NOW_MS)).toBe('signature_wrong');
    fc.assert(
      fc.property(fc.constantFrom('timestamp', 'nonce', 'serial', 'signature'), header, (name, value) => {
        if (value === good[name as keyof typeof good]) return;
        const forged = { ...good, [name]: value };
        const sameBytes =
          name === 'signature' && Buffer.from(value, 'base64').equals(Buffer.from(signature, 'base64'));
        expect(forgeryOf({ S: publicKey }, forged, body, NOW_MS) === undefined).toBe(sameBytes);
      }),
      { numRuns: 500 },
    );
  });

  test('is broken by any other byte', () => {
    const bytes = Buffer.from(body);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ flip;
        const text = changed.toString('utf8');
        const forged = forgeryOf({ S: publicKey }, { ...stamp, serial: 'S', signature }, text, NOW_MS);
        expect(forged).toBe('signature_wrong');
      }),
    );
  });
});

describe('a signature of Alipay', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
  const params = fc
    .dictionary(fc.stringMatching(/^[a-z_]{1,12}$/), text)
    .map(({ sign: _, sign_type: __, ...rest }) => rest);

  test('covers every parameter that says something', () => {
    fc.assert(
      fc.property(params, fc.stringMatching(/^[a-z]{13}$/), text, (given, name, value) => {
        const signed = { ...given, sign_type: 'RSA2', sign: rsaSign(privateKey, joined(given)) };
        expect(notificationHolds(publicKey, signed)).toBe(true);
        expect(notificationHolds(publicKey, { ...signed, [name]: value })).toBe(false);
      }),
      { numRuns: 50 },
    );
    expect(notificationHolds(publicKey, { ...signedParams(privateKey, { a: 'b' }) })).toBe(false);
  });

  test('of an answer is sought in any text without an end or an error', () => {
    const pieces = fc.array(fc.constantFrom('"a_response":', '{', '}', '"', '\\', ',"sign":"QQ=="', 'x'), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(pieces, (parts) => {
        expect(signedAnswer(publicKey, 'a', parts.join(''))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
    const response = `{"code":"10000","nonce":"${randomBytes(8).toString('hex')}"}`;
    const whole = `{"a_response":${response},"sign":"${rsaSign(privateKey, response)}"}`;
    expect(signedAnswer(publicKey, 'a', whole)).toBe(response);
  });
});
