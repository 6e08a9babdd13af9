import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiHouse, openHouse } from '../api/house.js';
import { issuedOrder } from '../api/order-body.js';
import { emptyDir } from './run.js';

let house: ApiHouse;
let orderNo: string;
beforeAll(async () => {
  house = await openHouse();
  ({ orderNo } = await issuedOrder(house));
});
afterAll(() => house.close());

const OQR = resolve('scripts/oqr.mjs');
const elsewhere = emptyDir();

/** `oqr` as a process of its own, called from another folder. */
function start(person: string | undefined, args: readonly string[], env: Record<string, string> = {}) {
  const settings = {
    OQR_URL: house.url,
    OQR_TOKEN: person === undefined ? '' : house.tokenOf(person),
    LC_ALL: 'en_US.UTF-8',
  };
  return spawn(process.execPath, [OQR, ...args], {
    cwd: elsewhere,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...settings, ...env },
  });
}

async function ended(child: ChildProcessWithoutNullStreams) {
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text;
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((done) =>
    child.once('close', (...how) => done(how)),
  );
  return { code, signal, out, err };
}

const oqr = (person: string | undefined, ...args: string[]) => ended(start(person, args));

describe('oqr', () => {
  test('goes by OQR_URL and OQR_TOKEN, answers on standard output, and ends with its code', async () => {
    const shown = await oqr('desk', 'orders', 'show', orderNo, '--json');
    expect([shown.code, shown.err, JSON.parse(shown.out).orderNo]).toEqual([0, '', orderNo]);
    const refused = await oqr('desk', 'orders', 'show', 'NONE', '--json');
    expect([refused.code, JSON.parse(refused.out).code]).toEqual([1, 'order_unknown']);
    expect(refused.err).toMatch(/^There is no such order\./);
    const wrong = await ended(start('desk', ['summary'], { OQR_URL: 'nonsense' }));
    expect([wrong.code, wrong.out]).toEqual([2, '']);
    expect(wrong.err).toMatch(/^unusable settings\n {2}OQR_URL: /);
    expect((await ended(start('desk', ['summary'], { OQR_URL: 'http://127.0.0.1:1' }))).code).toBe(3);
  });

  test('is not upset when whoever reads it stops reading', async () => {
    const child = start(undefined, ['openapi']);
    child.stdout.destroy();
    const { code, err } = await ended(child);
    expect([code, err]).toEqual([0, '']);
  });

  test('hands start, verify and walk over, with their own options and exit codes', async () => {
    const help = await oqr(undefined, 'start', '--help');
    expect([help.code, help.out]).toEqual([0, expect.stringMatching(/^npm start --/)]);
    const wrong = await oqr(undefined, 'verify', '--json', '--nonsense');
    expect([wrong.code, wrong.out]).toEqual([2, '']);
    expect(wrong.err).toMatch(/unknown option --nonsense/);
  });
});

describe('an import', () => {
  test('hears a refusal while it still sends', async () => {
    const big = join(elsewhere, 'big.csv');
    writeFileSync(big, Buffer.alloc(60 * 1024 ** 2, 'a,b,c\n'));
    for (const [person, code] of [
      [undefined, 'unauthenticated'],
      ['finance', 'not_permitted'],
      ['desk', 'file_unreadable'],
    ] as const) {
      const ran = await oqr(person, 'import', big, '--preset', 'northwind', '--json');
      expect([ran.code, JSON.parse(ran.out).code]).toEqual([1, code]);
    }
  });

  test('from a pipe that never ends is refused, too', async () => {
    const child = start('desk', ['import', '-', '--preset', 'northwind']);
    child.stdin.on('error', () => undefined);
    child.stdin.write(Buffer.alloc(4 * 1024 ** 2, 'a,b,c\n'));
    const ran = await ended(child);
    expect([ran.code, ran.err]).toEqual([1, expect.stringMatching(/file_unreadable/)]);
  });

  test('ends cleanly at Ctrl-C', async () => {
    const child = start('desk', ['import', '-', '--preset', 'northwind']);
    const running = ended(child);
    await imports('running');
    child.kill('SIGINT');
    const ran = await running;
    expect([ran.code, ran.signal, ran.out]).toEqual([130, null, '']);
    expect(ran.err).toMatch(/^Stopped\. Orders that were entered stay/);
    await imports('interrupted');
  });

  /** Waits for an import of this status. */
  async function imports(status: string): Promise<void> {
    for (;;) {
      const found = await house.db('imports').where({ status }).first();
      if (found) return;
      await new Promise((done) => setTimeout(done, 20));
    }
  }
});
