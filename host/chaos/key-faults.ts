import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rows } from '../../db/sql.js';
import { freePort } from '../../platform/engines/ports.js';
import { keysFor, openKeyRing, ringPath } from '../../platform/keys/ring.js';
import { type Fault, fillWorkers, type Ground, hurt } from './fault.js';
import { PERSONAL } from './people.js';

const ALARM = 'the key ring cannot be read';
const ALARM_MS = 10_000;
const READY_MS = 60_000;
const AMOUNT_MINOR = 12_000;

/** What runs goes on with the keys it read last and raises the alarm; what starts without the right keys must not. */
export const KEYS_AWAY: Fault = {
  ...{ id: 'F26', name: 'key store gone, then a wrong one', part: 'worker' },
  ...{ holdMs: 10_000, shortMs: 5_000 },
  answersMeanwhile: true,
  inject: (ground) => {
    const places = placesOf(ground);
    return hurt(
      () => giveBack(ground, places),
      async () => {
        const orderNo = await stockOne(ground);
        await alarmed(ground, 'the folder is gone', () => renameSync(places.keys, places.away));
        await ground.house.stack.running('worker')[0]?.kill();
        await refusesToStart(ground, 'without the folder');
        if (existsSync(places.keys)) throw new Error('a process made new keys in place of the lost ones');
        await alarmed(ground, 'another ring is in its place', () => openKeyRing(places.keys));
        await refusesToStart(ground, 'with another ring');
        await failsClosed(ground, places, orderNo);
        rmSync(places.keys, { recursive: true });
      },
    );
  },
};

interface Places {
  keys: string;
  away: string;
  /** A ring with another key-encryption key, and all else as it was. */
  wrongKek: string;
}

const placesOf = ({ house: { dataDir } }: Ground): Places => ({
  keys: join(dataDir, 'keys'),
  away: join(dataDir, 'keys.away'),
  wrongKek: join(dataDir, 'keys.wrong'),
});

async function giveBack({ house, admin, tell }: Ground, { keys, away, wrongKek }: Places): Promise<void> {
  if (existsSync(away)) {
    rmSync(keys, { recursive: true, force: true });
    renameSync(away, keys);
  }
  rmSync(wrongKek, { recursive: true, force: true });
  await fillWorkers(house);
  const known = keysFor(openKeyRing(keys, { mayCreate: false }), 'kek').map(({ id }) => id);
  const [foreign] = await rows<{ count: number }>(
    admin,
    'select count(*)::int as count from data_keys where kek_id <> all (:known::text[])',
    { known },
  );
  if (foreign?.count !== 0) throw new Error(`${foreign?.count} orders are sealed under a key of no ring`);
  tell('every order is sealed under a key of the right ring');
}

/** An order whose code is there, before anything is hurt. */
async function stockOne({ people, serial, expectArchived }: Ground): Promise<string> {
  const orderNo = `KEYS-${serial}`;
  expectArchived(orderNo);
  await people.enter(orderNo, { amountMinor: AMOUNT_MINOR, submit: true, notify: false, by: 'email' });
  await people.pay(orderNo, `${orderNo}-p`, AMOUNT_MINOR);
  for (const began = Date.now(); (await people.codeOf(orderNo)) === undefined; await sleep(300))
    if (Date.now() - began > READY_MS) throw new Error(`${orderNo} got no code`);
  return orderNo;
}

/** The API and a worker both say so in their logs. */
async function alarmed({ house, tell }: Ground, what: string, act: () => unknown): Promise<void> {
  const logs = ['api', 'worker'].map((name) => join(house.dataDir, 'logs', `${name}.log`));
  const before = logs.map((file) => statSync(file).size);
  act();
  const began = performance.now();
  const silent = () =>
    logs.filter((file, index) => !readFileSync(file).subarray(before[index]).includes(ALARM));
  for (; silent().length > 0; await sleep(100))
    if (performance.now() - began > ALARM_MS) throw new Error(`${what}, and no alarm in ${silent()}`);
  tell(
    `${what}: alarm of the API and the workers after ${((performance.now() - began) / 1_000).toFixed(1)} s`,
  );
}

async function refusesToStart({ house, tell }: Ground, what: string): Promise<void> {
  const tries = (['worker', 'api'] as const).map((name) => house.stack.start(name).catch(() => undefined));
  const started = (await Promise.all(tries)).filter((one) => one !== undefined);
  for (const one of started) await one.kill();
  if (started.length > 0) throw new Error(`${started.map(({ name }) => name)} started ${what}`);
  tell(`${what} neither a worker nor an API starts`);
}

/** Beside the API of the house one with the wrong key: it scans, and refuses what is personal. */
async function failsClosed(ground: Ground, { away, wrongKek }: Places, orderNo: string): Promise<void> {
  const { house, people, peopleAt, tell } = ground;
  writeWrongKek(away, wrongKek);
  const port = await freePort('the API with a wrong key');
  const reader = await house.stack.start('api', { OQR_KEY_DIR: wrongKek, OQR_PORT: String(port) });
  try {
    const url = `http://127.0.0.1:${port}`;
    const there = peopleAt(url);
    const headers = { authorization: `Bearer ${house.stack.tokenOf('desk')}` };
    const reading = await fetch(`${url}/orders/${orderNo}`, { headers });
    const text = await reading.text();
    if (reading.status !== 503 || !text.includes('"out_of_service"'))
      throw new Error(`with a wrong key an order is answered with ${reading.status}`);
    if (Object.values(PERSONAL).some((word) => text.includes(word)))
      throw new Error('with a wrong key personal data was answered');
    const scan = await there.scan(orderNo, (await people.codeOf(orderNo)) ?? '');
    const ship = await there.ship(orderNo, `${orderNo}-s`);
    if (scan.outcome !== 'ok' || ship.outcome !== 'ok')
      throw new Error(`with a wrong key a scan came to ${scan.outcome}, a fact to ${ship.outcome}`);
    tell(
      'with a wrong key-encryption key an order is answered with 503 out_of_service, a scan and a fact with 2xx',
    );
  } finally {
    await reader.kill();
  }
}

function writeWrongKek(right: string, wrong: string): void {
  mkdirSync(wrong, { mode: 0o700 });
  const foreign = `${wrong}.foreign`;
  openKeyRing(foreign);
  const read = (dir: string): { entries: { purpose: string }[] } =>
    JSON.parse(readFileSync(ringPath(dir), 'utf8'));
  const others = read(foreign).entries;
  const mixed = read(right);
  mixed.entries = mixed.entries.map((entry) =>
    entry.purpose === 'kek' ? (others.find(({ purpose }) => purpose === 'kek') ?? entry) : entry,
  );
  writeFileSync(ringPath(wrong), JSON.stringify(mixed), { mode: 0o600 });
  rmSync(foreign, { recursive: true });
}
