import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Sms } from '../platform/catchers/sms-gateway-client.js';
import { signedRequest } from './aliyun-signature.js';
import type { Outcome } from './outcome.js';
import type { AliyunSms } from './port.js';
import { neverConnected } from './sms.js';

const answer = z.object({ Code: z.string().max(100), BizId: z.string().max(128).optional() });

/** Hands one text message to Aliyun (Dysmsapi 2017-05-25, SendSms) and says what certainly became of it. */
export async function sendByAliyun(
  aliyun: AliyunSms,
  sms: Sms,
  { patienceMs = 20_000 } = {},
): Promise<Outcome> {
  const url = new URL(aliyun.url);
  const { query, headers } = signedRequest(aliyun, {
    ...{ host: url.host, path: url.pathname },
    ...{ action: 'SendSms', version: '2017-05-25', nonce: randomUUID() },
    date: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    query: {
      PhoneNumbers: sms.to.replace(/^\+86|^\+/, ''),
      SignName: aliyun.signName,
      TemplateCode: sms.template,
      TemplateParam: JSON.stringify(sms.params),
      OutId: sms.requestId,
    },
  });
  try {
    const signal = AbortSignal.timeout(patienceMs);
    const response = await fetch(`${url.origin}${url.pathname}?${query}`, {
      method: 'POST',
      headers,
      signal,
    });
    return outcomeOf(response.status, await response.json().catch(() => undefined));
  } catch (error) {
    return neverConnected(error) ? { kind: 'not_taken', code: 'unreachable' } : { kind: 'unknown' };
  }
}

const SLOW_DOWN_MS = 60_000;
const BUSY = /^(isv\.BUSINESS_LIMIT_CONTROL|Throttling|isp\.SYSTEM_ERROR|isv\.AMOUNT_NOT_ENOUGH)/;

/** Errors about a message are final; those about our account or the load leave it to be tried again. */
function outcomeOf(status: number, body: unknown): Outcome {
  const told = answer.safeParse(body);
  if (!told.success) return status === 429 ? { kind: 'not_taken', code: 'throttled' } : lost(status);
  const { Code, BizId } = told.data;
  if (status === 200 && Code === 'OK')
    return { kind: 'sent', ...(BizId !== undefined && { providerId: BizId }) };
  const code = Code.replace(/[^A-Za-z0-9_.]/g, '').slice(0, 60);
  if (BUSY.test(Code) || status === 429) return { kind: 'not_taken', code, retryAfterMs: SLOW_DOWN_MS };
  if (Code.startsWith('isv.')) return { kind: 'refused', code };
  return lost(status, code);
}

const lost = (status: number, code = `http_${status}`): Outcome =>
  status >= 300 && status < 500 ? { kind: 'not_taken', code } : { kind: 'unknown' };
