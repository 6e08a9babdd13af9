import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Catchers, startCatchers } from '../../platform/catchers/catchers.js';
import { type Sms, SmsGatewayFailed, sendSms } from '../../platform/catchers/sms-gateway-client.js';
import { signSms } from '../../platform/catchers/sms-signature.js';

const secret = randomBytes(32);
let catchers: Catchers;
beforeEach(async () => {
  catchers = await startCatchers({ smsSecret: secret });
});
afterEach(() => catchers.stop());

describe('an SMS', () => {
  test('is accepted, and caught with its contents', async () => {
    const outcome = await send(anSms());
    expect(outcome).toEqual({ outcome: 'accepted', providerId: expect.stringMatching(/^sim-[0-9a-f]{20}$/) });
    expect(catchers.list()).toMatchObject([
      {
        channel: 'sms',
        deliveryId: 'm-1',
        to: ['+8613800138000'],
        template: 'code',
        params: { no: 'GL-0231' },
      },
    ]);
  });

  test('repeated with its request id gets the same answer and is delivered once', async () => {
    const first = await send(anSms());
    expect(await send(anSms())).toEqual(first);
    expect(catchers.list()).toHaveLength(1);
    expect(catchers.counts().sms).toEqual({ arrivals: 2, duplicates: 1 });
    expect(await send(anSms({ requestId: 'm-2' }))).not.toEqual(first);
    expect(catchers.counts().sms).toEqual({ arrivals: 3, duplicates: 1 });
  });

  test.each(['13800138000', '+0123456789', '+86', '+86138001380001234', '+86 13800138000', ''])(
    'to the malformed number %p is rejected',
    async (to) => {
      expect(await send(anSms({ to }))).toEqual({ outcome: 'rejected', code: 'invalid_number' });
      expect(catchers.list()).toHaveLength(0);
    },
  );

  test('with a request id that is no id is rejected', async () => {
    const outcome = await send(anSms({ requestId: 'Zhang San' }));
    expect(outcome).toEqual({ outcome: 'rejected', code: 'invalid_request' });
    expect(await send(anSms({ requestId: 'order/1.a:b_c-2@3' }))).toMatchObject({ outcome: 'accepted' });
  });
});

describe('the gateway refuses', () => {
  test('a request signed with another secret', async () => {
    const sent = sendSms(catchers.sms.url, randomBytes(32), anSms());
    await expect(sent).rejects.toEqual(new SmsGatewayFailed(401, 'bad_signature'));
    expect(catchers.counts().sms.arrivals).toBe(0);
  });

  test('a body or a timestamp other than the signed one', async () => {
    const body = JSON.stringify(anSms());
    const at = nowSeconds();
    const signature = signSms(secret, at, body);
    expect(await post(body.replace('8000', '8001'), at, signature)).toBe('401 bad_signature');
    expect(await post(body, String(Number(at) - 1), signature)).toBe('401 bad_signature');
    expect(await post(body, `${at} `, signature.slice(1))).toBe('401 bad_signature');
    expect(await post(body, at, signature)).toMatch(/^200/);
  });

  test.each([-301, 301])('a timestamp %p seconds from now', async (offsetSeconds) => {
    expect(await postAt(offsetSeconds)).toBe('401 stale_timestamp');
    expect(await postAt(Math.sign(offsetSeconds) * 290)).toMatch(/^200/);
  });

  test('a body that is no request, and one too large', async () => {
    for (const body of ['', '{', '[]', '{"to":"+8613800138000"}']) {
      expect(await post(body, nowSeconds(), signSms(secret, nowSeconds(), body))).toBe('400 invalid_request');
    }
    expect(await post('x'.repeat(20_000), nowSeconds(), 'any')).toBe('413 too_large');
    expect(catchers.counts().sms.arrivals).toBe(0);
  });
});

describe('the sender learns', () => {
  test('how long to wait when throttled, and then gets through', async () => {
    catchers.faults.sms.set({ kind: 'throttled', retryAfterSeconds: 7 }, 1);
    expect(await send(anSms())).toEqual({ outcome: 'throttled', retryAfterMs: 7_000 });
    expect(await send(anSms())).toMatchObject({ outcome: 'accepted' });
  });

  test.each([
    [{ kind: 'broken' }, new SmsGatewayFailed(500, 'internal')],
    [{ kind: 'garbage' }, new SmsGatewayFailed(200, 'unreadable')],
  ] as const)('of %p by an error', async (fault, error) => {
    catchers.faults.sms.set(fault);
    await expect(send(anSms())).rejects.toEqual(error);
    expect(catchers.list()).toHaveLength(0);
    catchers.faults.sms.set(undefined);
    expect(await send(anSms())).toMatchObject({ outcome: 'accepted' });
  });

  test('nothing in time from a gateway that hangs', async () => {
    catchers.faults.sms.set({ kind: 'hang' });
    await expect(send(anSms(), 200)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(catchers.list()).toHaveLength(0);
  });

  test('nothing when the answer is lost; the repeat does not send twice', async () => {
    catchers.faults.sms.set({ kind: 'lost_answer' }, 1);
    await expect(send(anSms(), 500)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await send(anSms())).toMatchObject({ outcome: 'accepted' });
    expect(catchers.list()).toHaveLength(1);
    expect(catchers.counts().sms).toEqual({ arrivals: 2, duplicates: 1 });
  });

  test('that nobody is there, as the I/O error it is', async () => {
    const { url } = catchers.sms;
    await catchers.stop();
    await expect(sendSms(url, secret, anSms())).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    catchers = await startCatchers({ smsSecret: secret });
  });
});

test('stopping ends a request that hangs, and may be asked twice', async () => {
  catchers.faults.sms.set({ kind: 'lost_answer' });
  const failure = send(anSms(), 50_000).catch((error: unknown) => error);
  while (catchers.counts().sms.arrivals === 0) await new Promise(setImmediate);
  await Promise.all([catchers.stop(), catchers.stop()]);
  expect(await failure).toMatchObject({ message: 'fetch failed' });
});

function anSms(change: Partial<Sms> = {}): Sms {
  return { to: '+8613800138000', template: 'code', params: { no: 'GL-0231' }, requestId: 'm-1', ...change };
}

function send(sms: Sms, timeoutMs = 5_000) {
  return sendSms(catchers.sms.url, secret, sms, { timeoutMs });
}

async function postAt(offsetSeconds: number): Promise<string> {
  const body = JSON.stringify(anSms());
  const timestamp = String(Number(nowSeconds()) + offsetSeconds);
  return post(body, timestamp, signSms(secret, timestamp, body));
}

async function post(body: string, timestamp: string, signature: string): Promise<string> {
  const headers = { 'X-Timestamp': timestamp, 'X-Signature': signature };
  const response = await fetch(catchers.sms.url, { method: 'POST', headers, body });
  const answer = (await response.json()) as { error?: string };
  return `${response.status} ${answer.error ?? ''}`;
}

function nowSeconds(): string {
  return String(Math.floor(Date.now() / 1000));
}
