import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { type CatcherOptions, type Catchers, startCatchers } from '../../platform/catchers/catchers.js';
import { readDeliveryIndex } from '../../platform/catchers/delivery-index.js';
import { sendSms } from '../../platform/catchers/sms-gateway-client.js';

const smsSecret = randomBytes(32);
const root = mkdtempSync(join(tmpdir(), 'catchers-'));
afterAll(() => rmSync(root, { recursive: true }));

let catchers: Catchers;
let dir: string;
let runs = 0;
beforeEach(async () => {
  dir = join(root, String(runs++));
  catchers = await startCatchers({ smsSecret, dir });
});
afterEach(() => catchers.stop());

describe('a mail', () => {
  test('is caught as its reader would see it', async () => {
    await mail({
      to: ['zhang@example.test', 'li@example.test'],
      subject: '您的订单二维码',
      text: '请妥善保管',
      html: '<img src="cid:code">',
      attachments: [{ filename: 'code.png', cid: 'code', content: Buffer.from([1, 2, 3]) }],
    });
    expect(catchers.list()).toMatchObject([
      {
        channel: 'email',
        deliveryId: 'm-1',
        duplicate: false,
        to: ['zhang@example.test', 'li@example.test'],
        from: 'shop@example.test',
        subject: '您的订单二维码',
        text: expect.stringContaining('请妥善保管'),
        html: expect.stringContaining('cid:code'),
        attachments: [{ filename: 'code.png', contentType: 'image/png', contentId: 'code' }],
      },
    ]);
    const [caught] = catchers.list();
    expect(caught?.channel === 'email' && caught.attachments[0]?.content.equals(Buffer.from([1, 2, 3]))).toBe(
      true,
    );
  });

  test('sent twice is delivered twice, and the second is known as a duplicate', async () => {
    await mail();
    await mail();
    await mail({ headers: { 'X-Message-Id': 'm-2' } });
    expect(catchers.list().map(({ duplicate }) => duplicate)).toEqual([false, true, false]);
    expect(catchers.counts().email).toEqual({ arrivals: 3, duplicates: 1 });
  });

  test('without an id of ours, or with text for one, is nobody’s duplicate', async () => {
    await mail({ headers: {} });
    await mail({ headers: { 'X-Message-Id': 'Zhang San' } });
    await mail({ headers: { 'X-Message-Id': 'Zhang San' } });
    expect(catchers.list().map(({ deliveryId }) => deliveryId)).toEqual([null, null, null]);
    expect(catchers.counts().email).toEqual({ arrivals: 3, duplicates: 0 });
  });

  test('too large is refused, and the next one is taken', async () => {
    await expect(mail({ text: 'x'.repeat(11 * 1024 * 1024) })).rejects.toMatchObject({ responseCode: 552 });
    expect(catchers.counts().email.arrivals).toBe(0);
    await mail();
    expect(catchers.counts().email.arrivals).toBe(1);
  });

  test.each([
    ['busy', 451],
    ['unknown_recipient', 550],
  ] as const)('meets a %s mailbox when told so, once', async (fault, responseCode) => {
    catchers.faults.mail.set(fault, 1);
    await expect(mail()).rejects.toMatchObject({ responseCode });
    expect(catchers.list()).toHaveLength(0);
    await mail();
    expect(catchers.list()).toHaveLength(1);
  });
});

describe('the index of arrivals', () => {
  test('holds ids and sizes and nothing that was written', async () => {
    await mail({ subject: 'Zhang San', text: '13800138000' });
    await sms('s-1');
    expect(readDeliveryIndex(dir)).toMatchObject([
      { channel: 'email', id: 'm-1', duplicate: false },
      { channel: 'sms', id: 's-1', duplicate: false },
    ]);
    const text = readFileSync(join(dir, 'index.jsonl'), 'utf8');
    expect(text).not.toMatch(/Zhang|13800138000|example\.test/);
    expect(statSync(join(dir, 'index.jsonl')).mode & 0o777).toBe(0o600);
  });

  test('goes on after a restart: counts stay, repeats are still repeats', async () => {
    await mail();
    await sms('s-1');
    await catchers.stop();
    catchers = await startCatchers({ smsSecret, dir });
    expect(catchers.list()).toHaveLength(0);
    await mail();
    await sms('s-1');
    expect(catchers.counts()).toEqual({
      email: { arrivals: 2, duplicates: 1 },
      sms: { arrivals: 2, duplicates: 1 },
      push: { arrivals: 0, duplicates: 0 },
    });
    expect(catchers.list().map(({ channel }) => channel)).toEqual(['email']);
  });

  test('survives a line torn by a crash', async () => {
    await mail();
    await catchers.stop();
    appendFileSync(join(dir, 'index.jsonl'), '{"channel":"email","id":"m-9');
    catchers = await startCatchers({ smsSecret, dir });
    await mail({ headers: { 'X-Message-Id': 'm-2' } });
    expect(readDeliveryIndex(dir).map(({ id }) => id)).toEqual(['m-1', 'm-2']);
  });
});

describe('the inbox', () => {
  test('keeps the newest by number', async () => {
    await restart({ capacity: 2 });
    for (const id of ['s-1', 's-2', 's-3']) await sms(id);
    expect(catchers.list().map(({ deliveryId }) => deliveryId)).toEqual(['s-2', 's-3']);
    expect(catchers.counts().sms.arrivals).toBe(3);
  });

  test('keeps the newest by weight', async () => {
    await restart({ capacityBytes: 2_500 });
    for (const id of ['a', 'b', 'c']) {
      await mail({ headers: { 'X-Message-Id': id }, text: 'line\n'.repeat(150) });
    }
    expect(catchers.list().map(({ deliveryId }) => deliveryId)).toEqual(['b', 'c']);
  });

  test('shows a list without contents, and one message with them, to the holder of the token', async () => {
    await mail({ subject: 'Zhang San', attachments: [{ filename: 'a.bin', content: Buffer.from([1, 2]) }] });
    await sms('s-1');
    const list = await page('/messages', catchers.inboxToken);
    expect(list.body).toMatchObject({
      messages: [{ channel: 'sms' }, { channel: 'email', deliveryId: 'm-1' }],
    });
    expect(JSON.stringify(list.body)).not.toMatch(/Zhang|zhang|138[\d*]{8}/);
    const { body } = await page(`/messages/${catchers.list()[0]?.id}`, catchers.inboxToken);
    expect(body).toMatchObject({
      subject: 'Zhang San',
      attachments: [{ filename: 'a.bin', content: 'AQI=' }],
    });
    expect((await page('/messages/none', catchers.inboxToken)).status).toBe(404);
  });

  test.each([
    ['another token', randomBytes(32).toString('base64url')],
    ['no token', ''],
  ])('shows nothing to the holder of %s', async (_who, token) => {
    await mail();
    expect((await page('/messages', token)).status).toBe(401);
    expect((await page(`/messages/${catchers.list()[0]?.id}`, token)).status).toBe(401);
    expect((await page('/messages', catchers.inboxToken)).status).toBe(200);
  });

  test('listens on loopback alone', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address && !address.internal && address.family === 'IPv4')?.address;
    for (const port of [catchers.smtp.port, Number(new URL(catchers.inboxUrl).port)]) {
      expect(await accepts('127.0.0.1', port)).toBe(true);
      if (outside !== undefined) expect(await accepts(outside, port)).toBe(false);
    }
  });
});

test('a taken port is refused, and nothing stays open', async () => {
  const ports = { smtp: catchers.smtp.port };
  await expect(startCatchers({ smsSecret, ports })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await catchers.stop();
  catchers = await startCatchers({ smsSecret, ports });
  expect(catchers.smtp.port).toBe(ports.smtp);
});

async function restart(options: Omit<CatcherOptions, 'smsSecret'>): Promise<void> {
  await catchers.stop();
  catchers = await startCatchers({ smsSecret, ...options });
}

async function mail(change: SendMailOptions = {}): Promise<void> {
  const { host, port } = catchers.smtp;
  const transport = createTransport({ host, port, secure: false, ignoreTLS: true });
  const headers = { 'X-Message-Id': 'm-1' };
  await transport.sendMail({
    from: 'shop@example.test',
    to: 'zhang@example.test',
    text: 'hi',
    headers,
    ...change,
  });
}

async function sms(requestId: string): Promise<void> {
  const message = { to: '+8613800138000', template: 'code', params: {}, requestId };
  await sendSms(catchers.sms.url, smsSecret, message);
}

async function page(path: string, token: string): Promise<{ status: number; body: unknown }> {
  const headers = token === '' ? {} : { Authorization: `Bearer ${token}` };
  const response = await fetch(catchers.inboxUrl + path, { headers });
  return { status: response.status, body: await response.json() };
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => socket.end(() => resolve(true)));
    socket.once('error', () => resolve(false));
  });
}
