import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HANDLERS } from '../../api/handlers.js';
import { Refusal } from '../../domain/refusal.js';
import { brokenSince, type Fuzzing, fuzz, openFuzzing } from './fuzz/run.js';

let fuzzing: Fuzzing;
beforeAll(async () => {
  fuzzing = await openFuzzing();
});
afterAll(() => fuzzing.paying.close());

const SEED = 7;
const wrongOf = async (wish: { seed: number; first: number; requests: number }) => {
  const { findings, ...outcome } = await fuzz(fuzzing, wish);
  return { ...outcome, wrong: findings.map(({ number, line, wrong }) => `${number} ${wrong}\n${line}`) };
};

describe('hostile requests to every operation of the document', () => {
  test('are answered as it says, never by a 5xx, and break no invariant', async () => {
    const { wrong, asked, reached, statuses } = await wrongOf({ seed: SEED, first: 0, requests: 1_000 });
    expect(wrong).toEqual([]);
    expect(asked).toBe(1_000);
    // As many that came through as were refused for what they hold: neither all spoilt nor all shut out.
    expect(reached.size).toBeGreaterThan(50);
    expect(statuses.get(400)).toBeGreaterThan(100);
    expect(await brokenSince(fuzzing)).toEqual([]);
    expect((await fuzzing.paying.house.stranger.get('/health/ready')).status).toBe(200);
    expect((await fuzzing.paying.house.as('desk').get('/orders')).status).toBe(200);
  });

  test('are the same again by their numbers', async () => {
    const wish = { seed: SEED, first: 3, requests: 20 };
    const [once, again] = [await fuzz(fuzzing, wish), await fuzz(fuzzing, wish)];
    expect(again.asked).toBe(once.asked);
    expect([...again.statuses]).toEqual([...once.statuses]);
  });
});

describe('control:', () => {
  const handlers = HANDLERS as unknown as Record<string, unknown>;
  /** What a browser needs to come in stays as it is. */
  const doors = ['signIn', 'openCustomerPage', 'proveCustomer', 'enterOrder', 'showCode'];
  const everyHandler = (handler: unknown) => {
    const before = { ...handlers };
    for (const name of Object.keys(handlers)) if (!doors.includes(name)) handlers[name] = handler;
    return () => Object.assign(handlers, before);
  };
  const wish = { seed: SEED, first: 0, requests: 60 };

  test.each([
    [
      'a handler that throws',
      async () => {
        throw new TypeError('planted');
      },
      'answers 500',
    ],
    [
      'an answer that its schema does not know',
      async () => ({ status: 200, body: { planted: true } }),
      'schema',
    ],
    ['a status that nobody documents', async () => ({ status: 299, body: {} }), '299 is not in the document'],
    [
      'a refusal that nobody documents',
      async () => {
        throw new Refusal('password_weak');
      },
      'password_weak is not in the document',
    ],
    ['an answer with the statement', async () => ({ status: 200, body: 'select a from b' }), 'tells SQL'],
  ])('%s is told', async (_name, handler, told) => {
    const restore = everyHandler(handler);
    const { wrong } = await wrongOf(wish);
    restore();
    expect(wrong.join('\n')).toMatch(new RegExp(told));
  });

  test('a row that no deed wrote is told', async () => {
    const { admin } = fuzzing.paying.house.database;
    await admin.raw(`update orders set state = 'written_off' where order_no = 'A-1'`);
    expect((await brokenSince(fuzzing)).join('\n')).toContain('A-1');
  });
});

test.each([
  'nonsense\r\n\r\n',
  `GET / HTTP/1.1\r\nhost: x\r\na: ${'x'.repeat(20_000)}\r\n\r\n`,
  '\u0016\u0003\u0001',
])('bytes that are no request are refused as a problem: %#', async (bytes) => {
  const { port } = new URL(fuzzing.paying.house.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(bytes);
  let text = '';
  for await (const chunk of socket) text += chunk;
  const [head = '', body = ''] = text.split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1.1 400 .*application\/problem\+json/s);
  expect(JSON.parse(body)).toMatchObject({ status: 400, code: 'malformed', errors: [{ rule: 'http' }] });
});
