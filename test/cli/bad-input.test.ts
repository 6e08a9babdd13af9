import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiHouse, openHouse } from '../api/house.js';
import { issuedOrder } from '../api/order-body.js';
import { at, run } from './run.js';

let house: ApiHouse;
let oqr: ReturnType<typeof at>;
let orderNo: string;
beforeAll(async () => {
  house = await openHouse();
  oqr = at(house);
  ({ orderNo } = await issuedOrder(house));
});
afterAll(() => house.close());

const factsOf = async (): Promise<number> =>
  (await oqr('desk', 'orders', 'show', orderNo, '--json')).json().factCount;
const pay = (...amount: string[]) => ['fact', 'record', 'NO', 'payment_received', ...amount];

describe('an amount', () => {
  test.each([
    ['with too many decimals', ['--amount', '120.005', '--currency', 'CNY'], /CNY has at most 2 decimals/],
    ['with a sign', ['--amount=-5.00', '--currency', 'CNY'], /no sign/],
    ['with a separator', ['--amount', '1,200.00', '--currency', 'CNY'], /no separators/],
    ['with a comma for a point', ['--amount', '12,50', '--currency', 'EUR'], /as in 120\.00/],
    ['in full-width digits', ['--amount', '１２０', '--currency', 'CNY'], /cannot be read/],
    ['that is no number', ['--amount', 'NaN', '--currency', 'CNY'], /cannot be read/],
    [
      'in an unknown currency',
      ['--amount', '1.00', '--currency', 'XXX'],
      /XXX is not known here; known: CNY/,
    ],
    ['in a currency by another name', ['--amount', '1.00', '--currency', 'constructor'], /not known here/],
    ['without its currency', ['--amount', '1.00'], /Give --amount and --currency together/],
    ['that is missing', [], /payment_received needs its amount/],
  ])('%s is not sent', async (_, amount, sentence) => {
    const before = await factsOf();
    const ran = await oqr('finance', ...pay(...amount).map((word) => (word === 'NO' ? orderNo : word)));
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(ran.err).toMatch(sentence);
    expect(await factsOf()).toBe(before);
  });

  test('of nothing is refused by the server with its sentence', async () => {
    const ran = await oqr(
      'finance',
      'fact',
      'record',
      orderNo,
      'payment_received',
      '--amount',
      '0.00',
      '--currency',
      'CNY',
    );
    expect([ran.code, ran.err]).toEqual([1, expect.stringMatching(/amount_invalid/)]);
  });
});

describe('what does not fit a command', () => {
  test.each([
    [
      ['fact', 'record', 'NO', 'shipped', '--amount', '1.00', '--currency', 'CNY'],
      /shipped takes no --amount/,
    ],
    [['fact', 'record', 'NO', 'shipped', '--line', '1x2'], /--line 1x2 cannot be read/],
    [['fact', 'record', 'NO', 'teleported'], /There is no fact teleported; there are payment_received/],
    [['transfer', 'offer', 'NO'], /Name one receiver/],
    [['transfer', 'offer', 'NO', '--customer', '--carrier', 'SF'], /Name one receiver/],
    [['transfer', 'offer', 'NO', '--to', 'mars'], /Allowed choices are order_desk/],
    [['orders', 'show'], /missing required argument 'order-no'[\s\S]*--help/],
    [['orders', 'show', ''], /No orderNo looks like this/],
    [['orders', 'show', '..'], /No orderNo looks like this/],
    [['orders', 'show', 'A', 'B'], /too many arguments/],
    [['orders', 'list', '--limit', 'ten'], /It takes a whole number/],
    [['orders', 'enter', '/nowhere/order.json'], /order\.json cannot be read \(ENOENT\)/],
    [['reviews', 'show', 'not-a-uuid'], /No reviewId looks like this/],
    [['cases', 'resolve', '7d444840-9dc0-41d1-b245-5ffdce74fad2'], /--resolution/],
    [['scan', 'X', '--purpose', 'steal'], /Allowed choices are look, confirm, receive/],
    [['orders', 'lsit'], /unknown command 'lsit'/],
    [['--lang', 'fr', 'summary'], /Allowed choices are zh, en/],
    [['--json', 'verify'], /Put verify first/],
  ])('%j ends with 2 and a sentence', async (args, sentence) => {
    const ran = await oqr('desk', ...args);
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(ran.err).toMatch(sentence);
    expect(ran.err).not.toMatch(/^error/i);
  });
});

describe('a refusal', () => {
  const unknown = ['orders', 'show', 'NO-SUCH-ORDER'];

  test('is a sentence in the language asked for, with code and reference', async () => {
    const english = await oqr('desk', ...unknown);
    expect([english.code, english.out]).toEqual([1, '']);
    expect(english.err).toMatch(/^There is no such order\.\n {2}order_unknown · urn:uuid:[0-9a-f-]{36}\n$/);
    const chinese = await at(house, { config: { language: 'zh' } })('desk', ...unknown);
    expect(chinese.err).toMatch(/^没有这个订单。\n/);
    expect((await oqr('desk', '--lang', 'zh', ...unknown)).err).toMatch(/^没有这个订单。\n/);
  });

  test('is the whole problem on standard output with --json, and the sentence on standard error', async () => {
    const ran = await oqr('desk', ...unknown, '--json');
    expect([ran.code, ran.json()]).toEqual([
      1,
      expect.objectContaining({ code: 'order_unknown', status: 404 }),
    ]);
    expect(ran.err).toMatch(/^There is no such order\./);
  });

  test('of an unknown token, or none, says how to give one', async () => {
    for (const token of ['oqr_nobody_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', undefined]) {
      const ran = await run(['summary'], { config: { url: house.url, token } });
      expect([ran.code, ran.err]).toEqual([
        1,
        expect.stringMatching(/--token or OQR_TOKEN[\s\S]*unauthenticated/),
      ]);
    }
  });

  test('of a right names the right', async () => {
    const ran = await oqr('logistics', 'orders', 'cancel', orderNo);
    expect([ran.code, ran.err]).toEqual([1, expect.stringMatching(/right order\.cancel\n {2}not_permitted/)]);
  });

  test('of a token with a line break is made here: no header is smuggled', async () => {
    const ran = await run(['summary'], { config: { url: house.url, token: 'x\r\nx-evil: 1' } });
    expect([ran.code, ran.err]).toEqual([2, 'The token holds characters that no token has.\n']);
  });
});

describe('a server', () => {
  const servers: Server[] = [];
  const closed = (server: Server) => new Promise((resolve) => server.close(resolve));
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await closed(server);
    }
  });
  async function answering(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const atServer = async (listener: RequestListener, ...args: string[]) =>
    run(args, { config: { url: await answering(listener), token: 'secret' } });

  test('that is down ends with 3, and a POST says under which key to try again', async () => {
    const url = await answering(() => undefined);
    await Promise.all(servers.splice(0).map(closed));
    const read = await run(['summary', '--json'], { config: { url } });
    expect([read.code, read.out]).toEqual([3, '']);
    expect(read.err).toBe(`No answer from ${url} (ECONNREFUSED). Is it running?\n`);
    const posted = await run(['orders', 'cancel', 'A-1'], { config: { url } });
    expect([posted.code, posted.err]).toEqual([3, expect.stringMatching(/--idempotency-key [0-9a-f-]{36}/)]);
    const file = await run(['import', 'examples/README.md', '--preset', 'northwind'], { config: { url } });
    expect([file.code, file.err]).toEqual([3, expect.stringMatching(/ECONNREFUSED.*--idempotency-key/)]);
    const own = await run(['orders', 'cancel', 'A-1', '--idempotency-key', 'mine'], { config: { url } });
    expect(own.err).toContain('--idempotency-key mine');
  });

  test('that hangs up in the middle ends with 3', async () => {
    const ran = await atServer((request) => void request.socket.destroy(), 'summary');
    expect([ran.code, ran.err]).toEqual([3, expect.stringMatching(/^No answer from/)]);
    const file = await run(['import', 'examples/northwind-orders.csv', '--preset', 'northwind'], {
      config: {
        url: await answering((request) => void request.once('data', () => request.socket.destroy())),
      },
    });
    expect([file.code, file.err]).toEqual([3, expect.stringMatching(/^No answer from/)]);
  });

  test('that is out of service ends with 3 and its sentence; a refusal would end with 1', async () => {
    const body = {
      type: 'urn:x',
      title: 'x',
      status: 503,
      code: 'out_of_service',
      detail: 'Later.',
      instance: 'r',
    };
    const answer =
      (problem: object): RequestListener =>
      (_, response) =>
        void response.writeHead(503).end(JSON.stringify(problem));
    expect(await atServer(answer(body), 'summary')).toMatchObject({
      code: 3,
      err: 'Later.\n  out_of_service · r\n',
    });
    expect(await atServer(answer({ ...body, status: 409 }), 'summary')).toMatchObject({ code: 1 });
  });

  test('that is not Order QR is told apart', async () => {
    const page: RequestListener = (_, response) =>
      void response.writeHead(502).end('<html>Bad Gateway</html>');
    const ran = await atServer(page, 'summary');
    expect([ran.code, ran.err]).toEqual([3, expect.stringMatching(/is not Order QR \(HTTP 502\)/)]);
    const strange: RequestListener = (_, response) => void response.writeHead(200).end('{"hello": 1}');
    const other = await atServer(strange, 'summary');
    expect([other.code, other.err]).toEqual([3, expect.stringMatching(/does not fit this oqr/)]);
  });

  test('that sends the caller elsewhere does not get the token sent there', async () => {
    const visited: string[] = [];
    const elsewhere: RequestListener = (request, response) => {
      visited.push(request.url ?? '');
      response.writeHead(307, { location: '/trap' }).end();
    };
    expect((await atServer(elsewhere, 'summary')).code).toBe(3);
    expect(visited).toEqual(['/summary']);
  });

  test('cannot move the cursor of a terminal', async () => {
    const item = { number: 1, rows: [2], orderNo: 'A\u001b[2J\u202eB', code: 'x', column: 'line\nbreak' };
    const evil: RequestListener = (_, response) => void response.end(JSON.stringify({ items: [item] }));
    const ran = await atServer(evil, 'imports', 'refusals', '7d444840-9dc0-41d1-b245-5ffdce74fad2');
    expect(ran.out).toContain('A�[2J�B');
    expect(ran.out).toContain('line ⏎ break');
  });
});
