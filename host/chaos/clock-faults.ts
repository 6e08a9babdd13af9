import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { row, rows } from '../../db/sql.js';
import { type Fault, fillWorkers, type Ground, hurt } from './fault.js';

const LIBRARIES = '/usr/lib';
const STAY_MS = 8_000;
/** The library looks at its file once a second, and Node keeps the date of its answers as long. */
const SEEN_MS = 3_000;
const CLOSE_SECONDS = 90;
const SKEWS = { '+10m': 600, '-10m': -600, '-3d': -259_200, '+3d': 259_200 } as const;

/** The API and the workers think that it is another time; healing is the jump back. */
export const SKEW: Fault = {
  ...{ id: 'F22', name: 'clocks of the API and the workers skewed', part: 'worker' },
  ...{ holdMs: 1_000, shortMs: 1_000 },
  lacks: () =>
    libfaketime()
      ? undefined
      : 'F22 needs libfaketime: install the package faketime (apt-get install faketime)',
  inject: async (ground) => {
    const clockFile = join(ground.house.dataDir, 'clock');
    const turn = (skew: string) => writeFileSync(clockFile, `${skew}\n`);
    turn('+0');
    await restartUnder(ground, clockFile);
    return hurt(
      async () => {
        turn('+0');
        await checkLifetimes(ground);
      },
      async () => {
        const proofs = await proofsOf(ground);
        for (const [skew, seconds] of Object.entries(SKEWS)) {
          turn(skew);
          await sleep(SEEN_MS);
          await checkSkew(ground, seconds);
          await checkProofs(ground, proofs, skew);
          await sleep(STAY_MS);
        }
      },
    );
  },
};

function libfaketime(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const folders = [LIBRARIES, ...readdirSync(LIBRARIES).map((name) => join(LIBRARIES, name))];
  return folders.map((dir) => join(dir, 'faketime', 'libfaketime.so.1')).find((file) => existsSync(file));
}

async function restartUnder({ house: { stack } }: Ground, clockFile: string): Promise<void> {
  const env = {
    LD_PRELOAD: libfaketime() ?? '',
    FAKETIME_TIMESTAMP_FILE: clockFile,
    FAKETIME_CACHE_DURATION: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
  const all = (['worker', 'api'] as const).flatMap((name) =>
    stack.running(name).map((one) => ({ name, one })),
  );
  await Promise.all(
    all.map(async ({ name, one }) => {
      await one.stop();
      await stack.start(name, env);
    }),
  );
}

/** The control: the process does see another time. */
async function checkSkew({ house }: Ground, seconds: number): Promise<void> {
  const answer = await fetch(`${house.stack.apiUrl}/health/live`);
  const seen = (Date.parse(answer.headers.get('date') ?? '') - Date.now()) / 1_000;
  if (Math.abs(seen - seconds) > CLOSE_SECONDS / 3)
    throw new Error(`the API's clock is ${seen} s off, not ${seconds} s`);
}

/** What shows who somebody is: still good, and over, by the database's clock. */
interface Proofs {
  good: Record<'session' | 'token', Record<string, string>>;
  over: Record<'session' | 'token', Record<string, string>>;
}

async function proofsOf(ground: Ground): Promise<Proofs> {
  const good = { session: await signedIn(ground, 'desk'), token: await tokenEnding(ground, '1 day') };
  const over = { session: await signedIn(ground, 'finance'), token: await tokenEnding(ground, '-1 minute') };
  await rows(
    ground.admin,
    `update sessions set expire = clock_timestamp() - interval '1 minute' where sess->>'personId' = 'finance'`,
  );
  return { good, over };
}

async function signedIn({ house: { stack } }: Ground, person: string): Promise<Record<string, string>> {
  const answer = await fetch(`${stack.apiUrl}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: stack.apiUrl },
    body: JSON.stringify({ person, password: stack.passwordOf(person) }),
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
  if (answer.status !== 200 || !cookie) throw new Error(`${person} could not sign in: ${answer.status}`);
  return { cookie };
}

async function tokenEnding({ admin }: Ground, ends: string): Promise<Record<string, string>> {
  const token = `oqr_${randomBytes(32).toString('base64url')}`;
  await rows(
    admin,
    `insert into api_tokens (token_hash, person_id, label, expires_at)
     values (:hash, 'desk', 'clock drill', clock_timestamp() + :ends::interval)`,
    { hash: createHash('sha256').update(token).digest(), ends },
  );
  return { authorization: `Bearer ${token}` };
}

async function checkProofs({ house, tell }: Ground, { good, over }: Proofs, skew: string): Promise<void> {
  const wrong: string[] = [];
  for (const what of ['session', 'token'] as const) {
    if ((await statusOf(house.stack.apiUrl, good[what])) !== 200) wrong.push(`a good ${what} was refused`);
    if ((await statusOf(house.stack.apiUrl, over[what])) !== 401)
      wrong.push(`a ${what} that is over was accepted`);
  }
  if (wrong.length > 0) throw new Error(`at ${skew} ${wrong.join(', ')}`);
  tell(`at ${skew} what is good is accepted, what is over is refused`);
}

const statusOf = async (url: string, headers: Record<string, string>): Promise<number> =>
  (await fetch(`${url}/orders?limit=1`, { headers })).status;

/** A code lives as long as the policy says, counted from when the record says that it was issued. */
async function checkLifetimes({ admin, house, tell }: Ground): Promise<void> {
  await fillWorkers(house);
  const found = await row<{ codes: number; wrong: number; days: number }>(
    admin,
    `select count(*)::int as codes, max(days)::int as days,
       (count(*) filter (where abs(extract(epoch from expires_at - issued_at) - days * 86400) > :close))::int as wrong
     from codes, (select (body->>'codeValidityDays')::int as days from policy_versions where active) as policy`,
    { close: CLOSE_SECONDS },
  );
  if (!found || found.codes === 0 || found.wrong > 0)
    throw new Error(`${found?.wrong} of ${found?.codes} codes live longer or shorter than the policy says`);
  tell(`each of ${found.codes} codes lives ${found.days} days from its issue`);
}
