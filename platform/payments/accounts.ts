import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Provider } from '../../domain/payment.js';

/** Our accounts at payment providers, from a file that its owner alone reads: it holds private keys. */

const privateKey = z.string().transform((pem, context) => keyOf(() => createPrivateKey(pem), context));
const publicKey = z.string().transform((pem, context) => keyOf(() => createPublicKey(pem), context));

function keyOf<Key>(read: () => Key, context: z.RefinementCtx): Key {
  try {
    return read();
  } catch {
    // What OpenSSL says may quote the key.
    context.addIssue({ code: 'custom', message: 'no key in PEM' });
    return z.NEVER;
  }
}

const wechat = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).default('https://api.mch.weixin.qq.com'),
  appId: z.string(),
  mchId: z.string(),
  /** Of our certificate, whose private key signs. */
  serial: z.string(),
  privateKey,
  apiV3Key: z.string().refine((key) => Buffer.byteLength(key) === 32, { error: '32 bytes' }),
  /** WeChat's own keys by their serial or key id; two while one replaces the other. */
  platformKeys: z.record(z.string(), publicKey),
});

const alipay = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).default('https://openapi.alipay.com/gateway.do'),
  appId: z.string(),
  sellerId: z.string().optional(),
  privateKey,
  publicKey,
});

const accounts = z.strictObject({
  /** Where providers reach this house. */
  callbackUrl: z.url({ protocol: /^https?$/ }),
  simulated: z.boolean().default(false),
  wechat: wechat.optional(),
  alipay: alipay.optional(),
});

export type Accounts = z.output<typeof accounts>;
export type AccountsFile = z.input<typeof accounts>;
export type WechatAccount = z.output<typeof wechat>;
export type AlipayAccount = z.output<typeof alipay>;

/** Reads the accounts; what is wrong is named by its place, never by its value. */
export function readAccounts(file: string): Accounts {
  const result = accounts.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (result.success) return result.data;
  const wrong = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`unusable payment accounts\n  ${wrong.join('\n  ')}`);
}

export const callbackOf = ({ callbackUrl }: Pick<Accounts, 'callbackUrl'>, provider: Provider): string =>
  `${callbackUrl.replace(/\/$/, '')}/payments/callbacks/${provider}`;
