import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { sendText } from '../../queues/sms.js';

let server: Server | undefined;

afterEach(async () => {
  await new Promise((closed) => (server ? server.close(closed) : closed(undefined)));
  server = undefined;
});

const sms = { to: '+8613800138000', template: 'code_issued', params: {}, requestId: 'm-1' };
const smsSecret = Buffer.alloc(32, 1);

/** A gateway that answers everything alike; undefined hangs up after it has read the request. */
async function gateway(status: number | undefined, body = '', headers = {}): Promise<string> {
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (status === undefined) request.socket.destroy();
      else response.writeHead(status, { Connection: 'close', ...headers }).end(body);
    });
  });
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}/sms`;
}

describe('a text message', () => {
  test.each([
    ['accepted', 200, '{"status":"accepted","providerId":"p-1"}', { kind: 'sent', providerId: 'p-1' }],
    ['rejected', 400, '{"error":"invalid_number"}', { kind: 'refused', code: 'invalid_number' }],
    ['refused for our signature', 401, '{"error":"bad_signature"}', { kind: 'not_taken', code: 'http_401' }],
    ['sent to a page that is not there', 404, '', { kind: 'not_taken', code: 'http_404' }],
    ['answered with an error of theirs', 500, '', { kind: 'unknown' }],
    ['cut off by a proxy', 504, '', { kind: 'unknown' }],
    ['answered with nonsense', 200, '<html>', { kind: 'unknown' }],
  ])('%s', async (_what, status, body, outcome) => {
    expect(await sendText({ smsUrl: await gateway(status, body), smsSecret }, sms)).toEqual(outcome);
  });

  test('throttled comes back when it is told to', async () => {
    const smsUrl = await gateway(429, '{"error":"throttled"}', { 'Retry-After': '7' });
    expect(await sendText({ smsUrl, smsSecret }, sms)).toEqual({
      kind: 'not_taken',
      code: 'throttled',
      retryAfterMs: 7000,
    });
  });

  test('whose connection is lost after the request is unknown', async () => {
    expect(await sendText({ smsUrl: await gateway(undefined), smsSecret }, sms)).toEqual({ kind: 'unknown' });
  });

  test('that reached nobody was certainly not taken', async () => {
    const smsUrl = await gateway(200);
    await new Promise((closed) => server?.close(closed));
    server = undefined;
    expect(await sendText({ smsUrl, smsSecret }, sms)).toEqual({ kind: 'not_taken', code: 'unreachable' });
  });
});
