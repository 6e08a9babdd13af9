import type { KeyObject } from 'node:crypto';
import { rsaHolds, rsaSign } from './wechat-signature.js';

/** Alipay's open API: parameters are sorted, joined and signed with RSA-SHA256 (`RSA2`). */

export type Params = Readonly<Record<string, string>>;

/** What is signed: every parameter that says something, by name, but for those that are left out. */
export function joined(params: Params, leftOut: readonly string[] = ['sign']): string {
  return Object.keys(params)
    .filter((name) => !leftOut.includes(name) && params[name] !== '')
    .toSorted()
    .map((name) => `${name}=${params[name]}`)
    .join('&');
}

/** A request with its signature. */
export const signedParams = (privateKey: KeyObject, params: Params): Record<string, string> => ({
  ...params,
  sign: rsaSign(privateKey, joined(params)),
});

/** Whether a notification is Alipay's own; its signature leaves out its own type. */
export const notificationHolds = (publicKey: KeyObject, params: Params): boolean =>
  params.sign_type === 'RSA2' &&
  rsaHolds(publicKey, joined(params, ['sign', 'sign_type']), params.sign ?? '');

/** The part of an answer that is signed, exactly as it came; undefined when the answer is not Alipay's own. */
export function signedAnswer(publicKey: KeyObject, method: string, text: string): string | undefined {
  const name = `"${method.replaceAll('.', '_')}_response":`;
  const start = text.indexOf(name);
  if (start < 0) return undefined;
  const signed = objectAt(text, start + name.length);
  const sign = /"sign":"([A-Za-z0-9+/=]+)"/.exec(text.replace(signed, ''))?.[1] ?? '';
  return rsaHolds(publicKey, signed, sign) ? signed : undefined;
}

/** The JSON object that begins at a place. */
function objectAt(text: string, start: number): string {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const mark = text[at];
    if (quoted) {
      if (mark === '\\') at += 1;
      else if (mark === '"') quoted = false;
    } else if (mark === '"') quoted = true;
    else if (mark === '{') depth += 1;
    else if (mark === '}') {
      depth -= 1;
      if (depth === 0) return text.slice(start, at + 1);
    }
  }
  return '';
}

const ZONE_MS = 8 * 60 * 60_000;

/** `2026-11-29 09:30:00`, as Alipay's clock shows it. */
export const alipayTime = (at: Date): string =>
  new Date(at.getTime() + ZONE_MS).toISOString().slice(0, 19).replace('T', ' ');

export const readAlipayTime = (text: string): Date =>
  new Date(`${text.slice(0, 19).replace(' ', 'T')}+08:00`);
