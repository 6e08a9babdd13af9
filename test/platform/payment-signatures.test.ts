import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  joined,
  notificationHolds,
  signedAnswer,
  signedParams,
} from '../../platform/payments/alipay-signature.js';
import {
  answerText,
  authorizationOf,
  forgeryOf,
  openResource,
  requestText,
  rsaHolds,
  rsaSign,
} from '../../platform/payments/wechat-signature.js';

interface Vectors {
  wechat: { privateKey: string; text: string; signature: string };
  alipay: { privateKey: string; params: Record<string, string>; text: string; signature: string };
  gcm: Record<'key' | 'nonce' | 'associated' | 'plain' | 'cipher' | 'tag', string>;
}

/** Published ones: the tests of WeChat Pay's own Go library, of an Alipay client, and test case 16 of the GCM paper. */
const vectors: Vectors = JSON.parse(readFileSync(new URL('./payment-vectors.json', import.meta.url), 'utf8'));
const keyOf = (der: string, type: 'pkcs8' | 'pkcs1'): KeyObject =>
  createPrivateKey({ key: Buffer.from(der, 'base64'), format: 'der', type });

const folder = mkdtempSync(join(tmpdir(), 'oqr-signatures-'));
afterAll(() => rmSync(folder, { recursive: true }));

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const STAMP = { timestamp: '1700000000', nonce: 'C380BEC2BFD727A4B6845133519F3AD6' };
const NOW_MS = 1_700_000_000_000;

describe('RSA-SHA256', () => {
  test('signs as the published vector of WeChat Pay does', () => {
    const { privateKey, text, signature } = vectors.wechat;
    const key = keyOf(privateKey, 'pkcs8');
    expect(rsaSign(key, text)).toBe(signature);
    expect(rsaHolds(createPublicKey(key), text, signature)).toBe(true);
    expect(rsaHolds(createPublicKey(key), `${text} `, signature)).toBe(false);
  });

  test('agrees with openssl, both ways', () => {
    const [keyFile, publicFile, textFile, signatureFile] = ['k', 'p', 't', 's'].map((name) =>
      join(folder, name),
    );
    const text = requestText({ method: 'GET', target: '/v3/certificates', body: '' }, STAMP);
    writeFileSync(String(keyFile), pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(String(publicFile), pair.publicKey.export({ type: 'spki', format: 'pem' }));
    writeFileSync(String(textFile), text);
    const theirs = execFileSync('openssl', ['dgst', '-sha256', '-sign', String(keyFile), String(textFile)]);
    expect(theirs.toString('base64')).toBe(rsaSign(pair.privateKey, text));
    writeFileSync(String(signatureFile), Buffer.from(rsaSign(pair.privateKey, text), 'base64'));
    const verify = ['dgst', '-sha256', '-verify', String(publicFile), '-signature', String(signatureFile)];
    expect(execFileSync('openssl', [...verify, String(textFile)]).toString()).toContain('Verified OK');
    writeFileSync(String(textFile), `${text} `);
    expect(() => execFileSync('openssl', [...verify, String(textFile)], { stdio: 'pipe' })).toThrow();
  });
});

describe('WeChat Pay', () => {
  test('signs method, target, time, nonce and body, a line each', () => {
    const request = { method: 'POST', target: '/v3/pay/transactions/native', body: '{"a":1}' };
    const header = authorizationOf(
      { mchId: '1900009191', serial: 'S1', privateKey: pair.privateKey },
      request,
      STAMP,
    );
    expect(header).toMatch(/^WECHATPAY2-SHA256-RSA2048 mchid="1900009191",nonce_str="C380BEC2/);
    const signature = /signature="([^"]+)"/.exec(header)?.[1] ?? '';
    const text = `POST\n/v3/pay/transactions/native\n1700000000\n${STAMP.nonce}\n{"a":1}\n`;
    expect(rsaHolds(pair.publicKey, text, signature)).toBe(true);
    for (const changed of [
      text.replace('POST', 'GET'),
      text.replace('"a":1', '"a":2'),
      text.replace('C380', 'C381'),
    ])
      expect(rsaHolds(pair.publicKey, changed, signature)).toBe(false);
  });

  test('knows its own callback, and tells why another is none', () => {
    const body = '{"id":"1"}';
    const signature = rsaSign(pair.privateKey, answerText(STAMP, body));
    const told = (headers: object, text = body, nowMs = NOW_MS) =>
      forgeryOf(
        { P1: pair.publicKey, P2: other.publicKey },
        { ...STAMP, serial: 'P1', signature, ...headers },
        text,
        nowMs,
      );
    expect(told({})).toBeUndefined();
    expect(told({}, body, NOW_MS + 300_000)).toBeUndefined();
    expect(told({}, body, NOW_MS + 301_000)).toBe('stale');
    expect(told({}, body, NOW_MS - 301_000)).toBe('stale');
    expect(told({ timestamp: '1700000001' })).toBe('signature_wrong');
    expect(told({}, '{"id":"2"}')).toBe('signature_wrong');
    expect(told({ nonce: 'other' })).toBe('signature_wrong');
    expect(told({ serial: 'P2' })).toBe('signature_wrong');
    expect(told({ serial: 'P3' })).toBe('key_unknown');
    expect(told({ serial: 'toString' })).toBe('key_unknown');
    expect(told({ signature: '' })).toBe('unsigned');
    expect(told({ timestamp: '' })).toBe('unsigned');
  });

  test('opens AEAD_AES_256_GCM as published, and nothing that was changed', () => {
    const hex = (text: string) => Buffer.from(text, 'hex');
    const { key, nonce, associated, plain, cipher, tag } = vectors.gcm;
    const sealed = {
      ciphertext: hex(cipher + tag),
      nonce: hex(nonce),
      associated: hex(associated),
    };
    expect(openResource(hex(key), sealed)).toEqual(hex(plain));
    const flipped = Buffer.from(sealed.ciphertext);
    flipped.writeUInt8(flipped.readUInt8(0) ^ 1, 0);
    expect(() => openResource(hex(key), { ...sealed, ciphertext: flipped })).toThrow();
    expect(() => openResource(hex(key), { ...sealed, associated: hex(`${associated}00`) })).toThrow();
    expect(() => openResource(Buffer.alloc(32), sealed)).toThrow();
    expect(() => openResource(hex(key), { ...sealed, ciphertext: hex(cipher + tag.slice(0, 8)) })).toThrow();
  });
});

describe('Alipay', () => {
  test('sorts, joins and signs as the published vector', () => {
    const { privateKey, params, text, signature } = vectors.alipay;
    const key = keyOf(privateKey, 'pkcs1');
    expect(joined(params)).toBe(text);
    expect(signedParams(key, params).sign).toBe(signature);
    expect(signedParams(key, { ...params, version: '1.1' }).sign).not.toBe(signature);
  });

  test('leaves out what is empty, and knows its own notification', () => {
    const params = { b: '2', a: '1', empty: '', sign_type: 'RSA2', trade: '订单 A-1' };
    expect(joined(params, ['sign', 'sign_type'])).toBe('a=1&b=2&trade=订单 A-1');
    const sign = rsaSign(pair.privateKey, joined(params, ['sign', 'sign_type']));
    expect(notificationHolds(pair.publicKey, { ...params, sign })).toBe(true);
    expect(notificationHolds(other.publicKey, { ...params, sign })).toBe(false);
    expect(notificationHolds(pair.publicKey, { ...params, sign, b: '3' })).toBe(false);
    expect(notificationHolds(pair.publicKey, { ...params, sign, more: 'x' })).toBe(false);
    expect(notificationHolds(pair.publicKey, { ...params, sign, sign_type: 'RSA' })).toBe(false);
    expect(notificationHolds(pair.publicKey, params)).toBe(false);
  });

  test('takes of an answer what is signed, byte for byte', () => {
    const signed = '{"code":"10000","msg":"a \\"}{\\" b","deep":{"x":1}}';
    const answer = (body: string, sign = rsaSign(pair.privateKey, signed)) =>
      `{"alipay_trade_query_response":${body},"sign":"${sign}"}`;
    const read = (text: string) => signedAnswer(pair.publicKey, 'alipay.trade.query', text);
    expect(read(answer(signed))).toBe(signed);
    expect(read(answer(signed.replace('"x":1', '"x": 1')))).toBeUndefined();
    expect(read(answer(signed, rsaSign(other.privateKey, signed)))).toBeUndefined();
    expect(read(answer(signed, ''))).toBeUndefined();
    expect(read('<html>')).toBeUndefined();
    expect(signedAnswer(pair.publicKey, 'alipay.trade.pay', answer(signed))).toBeUndefined();
  });
});
