import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { type Request, Router, raw } from 'express';
import { z } from 'zod';
import type { FaultPlan, SmsFault } from './fault-plan.js';
import type { Inbox } from './inbox.js';

/** Whom the simulator lets send, by Aliyun's signature version 3. */
export interface AliyunAccount {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly signName: string;
}

interface Simulator {
  readonly inbox: Inbox;
  readonly faults: FaultPlan<SmsFault>;
  readonly account: AliyunAccount;
}

const query = z.object({
  PhoneNumbers: z.string().regex(/^\d{5,15}$/),
  SignName: z.string(),
  TemplateCode: z.string().regex(/^SMS_\d+$/),
  TemplateParam: z.string(),
  OutId: z.string(),
});
const params = z.record(z.string(), z.string());

/** POST /aliyun: SendSms of Dysmsapi, which answers by codes and is not idempotent. */
export function aliyunSms({ inbox, faults, account }: Simulator): Router {
  const router = Router();
  router.post('/aliyun', raw({ type: () => true, limit: '16kb' }), (request, response) => {
    const told = (status: number, Code: string, more: object = {}) =>
      void response.status(status).json({ Code, Message: Code, RequestId: randomUUID(), ...more });
    if (!isSigned(request, account)) return told(400, 'SignatureDoesNotMatch');
    const fault = faults.next();
    if (fault?.kind === 'throttled') return told(429, 'Throttling.User');
    if (fault?.kind === 'garbage') return void response.status(200).send('<html>wel');
    if (fault?.kind === 'broken') return void response.status(500).send('');
    const sent = query.safeParse(request.query);
    if (!sent.success) return told(200, 'isv.INVALID_PARAMETERS');
    const { PhoneNumbers, SignName, TemplateCode, TemplateParam, OutId } = sent.data;
    if (SignName !== account.signName) return told(200, 'isv.SMS_SIGNATURE_ILLEGAL');
    inbox.keep({
      ...{ channel: 'sms', deliveryId: OutId, sizeBytes: request.originalUrl.length, to: [PhoneNumbers] },
      ...{ template: TemplateCode, params: params.parse(JSON.parse(TemplateParam)) },
    });
    if (fault) return undefined;
    return told(200, 'OK', { BizId: `biz-${OutId}` });
  });
  return router;
}

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
const FRESH_MS = 15 * 60_000;

/** Computed from the request as it arrived, and not from what the sender says that it signed. */
function isSigned(request: Request, { accessKeyId, accessKeySecret }: AliyunAccount): boolean {
  const given = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(
    request.get('authorization') ?? '',
  );
  if (!given) return false;
  const [, id = '', names = '', signature = ''] = given;
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const date = Date.parse(request.get('x-acs-date') ?? '');
  const needed = [
    'host',
    'x-acs-action',
    'x-acs-content-sha256',
    'x-acs-date',
    'x-acs-signature-nonce',
    'x-acs-version',
  ];
  if (id !== accessKeyId || !needed.every((name) => names.split(';').includes(name))) return false;
  if (!(Math.abs(Date.now() - date) < FRESH_MS) || request.get('x-acs-content-sha256') !== sha256(body))
    return false;
  const [, asked = ''] = request.originalUrl.split('?');
  const lines = names.split(';').map((name) => `${name}:${request.get(name)?.trim()}\n`);
  const canonical = `POST\n/aliyun\n${asked}\n${lines.join('')}\n${names}\n${sha256(body)}`;
  const expected = createHmac('sha256', accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex');
  return timingSafeEqual(Buffer.from(expected), Buffer.from(signature));
}
