import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Proof, signedAs } from '../../api/principal.js';
import { needStepUp } from '../../api/step-up.js';
import { sessionSecrets } from '../../platform/keys/secrets.js';
import { hashPassword } from '../../platform/passwords.js';
import { type ApiHouse, openHouse } from './house.js';
import { anOrderBody } from './order-body.js';

const PASSWORD = 'a password of the desk';
const NEW_PASSWORD = 'another of the desk';

let house: ApiHouse;
let passwordHash: string;
let clock: Date | undefined;
beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
  house = await openHouse({ now: () => clock ?? new Date() });
});
afterAll(() => house.close());
beforeEach(async () => {
  clock = undefined;
  const { admin } = house.database;
  await admin.raw('delete from sign_in_tries; delete from sessions; delete from sign_in_accounts');
  await admin('sign_in_accounts').insert([
    { person_id: 'desk', password_hash: passwordHash, must_change_password: false },
    { person_id: 'finance', password_hash: passwordHash, must_change_password: true },
  ]);
});

interface Sent {
  cookie?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
}

interface Got {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever the contract allows
  body: any;
  setCookie: string;
  /** What a browser would send back. */
  cookie: string | undefined;
}

async function send(method: string, path: string, { cookie, body, headers }: Sent = {}): Promise<Got> {
  const response = await fetch(`${house.url}${path}`, {
    method,
    headers: {
      ...(cookie === undefined ? {} : { cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const setCookie = response.headers.get('set-cookie') ?? '';
  return { status: response.status, body: await response.json(), setCookie, cookie: setCookie.split(';')[0] };
}

const signIn = (person: string, password = PASSWORD, sent: Sent = {}) =>
  send('POST', '/session', { ...sent, body: { person, password } });

const fromHere = () => ({ origin: house.url });
const logged = async (action: string) => house.database.admin('log_entries').where({ action });

describe('signing in', () => {
  test('answers who it is and sets a cookie that no script reads', async () => {
    const got = await signIn('desk');
    expect([got.status, got.body.id, got.body.mustChangePassword]).toEqual([200, 'desk', false]);
    expect(got.setCookie).toMatch(/^oqr=.*; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/);
    const shown = await send('GET', '/session', { cookie: got.cookie });
    expect([shown.status, shown.body.id]).toEqual([200, 'desk']);
    expect((await send('GET', '/session')).status).toBe(401);
    expect(await logged('signed_in')).toMatchObject([{ actor_id: 'desk' }]);
  });

  test('takes a new id, and the old one is worth nothing', async () => {
    const first = await signIn('desk');
    const second = await signIn('desk', PASSWORD, { cookie: first.cookie, headers: fromHere() });
    expect(second.cookie).not.toBe(first.cookie);
    expect((await send('GET', '/session', { cookie: first.cookie })).status).toBe(401);
    expect((await send('GET', '/session', { cookie: second.cookie })).status).toBe(200);
  });

  test('says the same of an unknown person, one without an account, one who left, and a wrong password', async () => {
    const { admin } = house.database;
    await admin('sign_in_accounts').insert({ person_id: 'sales', password_hash: passwordHash });
    await admin('people').where({ id: 'sales' }).update({ active: false });
    const told = [];
    for (const [person, password] of [
      ['nobody', PASSWORD],
      ['reviewer', PASSWORD],
      ['sales', PASSWORD],
      ['desk', 'wrong'],
    ] as const) {
      const { status, body, setCookie } = await signIn(person, password);
      told.push({ status, body: { ...body, instance: '' }, setCookie });
    }
    await admin('people').where({ id: 'sales' }).update({ active: true });
    expect(told[0]).toMatchObject({ status: 401, body: { code: 'sign_in_failed' }, setCookie: '' });
    for (const each of told) expect(each).toEqual(told[0]);
    const details = (await logged('sign_in_failed')).map(({ detail }) => detail);
    expect(details).toEqual([{ known: false }, { known: false }, { known: false }, { person: 'desk' }]);
  });

  test('is refused to a page of another site', async () => {
    const foreign = { headers: { origin: 'https://elsewhere.example' } };
    expect((await signIn('desk', PASSWORD, foreign)).body.code).toBe('foreign_origin');
    const sent = { headers: { 'sec-fetch-site': 'cross-site' } };
    expect((await signIn('desk', PASSWORD, sent)).body.code).toBe('foreign_origin');
    expect((await signIn('desk', PASSWORD, { headers: fromHere() })).status).toBe(200);
  });
});

describe('tries', () => {
  test('of one account are five in a quarter of an hour, rivals included, known or not', async () => {
    for (const person of ['desk', 'nobody']) {
      const got = await Promise.all(Array.from({ length: 8 }, () => signIn(person, 'wrong')));
      expect(got.map(({ status }) => status).toSorted()).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    }
    const blocked = await signIn('desk');
    expect([blocked.status, blocked.body.hint.retryAfterSeconds]).toEqual([429, 900]);
    await house.database.admin.raw(`update sign_in_tries set at = at - interval '16 minutes'`);
    expect((await signIn('desk')).status).toBe(200);
  });

  test('of one address are twenty', async () => {
    await signIn('desk', 'wrong');
    await house.database.admin.raw(
      `insert into sign_in_tries (account_key, address_key)
       select sha256(n::text::bytea), (select address_key from sign_in_tries) from generate_series(1, 18) n`,
    );
    expect((await signIn('finance', 'wrong')).status).toBe(401);
    expect((await signIn('desk')).status).toBe(429);
  });

  test('that succeed give their places back', async () => {
    for (let round = 0; round < 2; round += 1) {
      for (let wrong = 0; wrong < 4; wrong += 1) await signIn('desk', 'wrong');
      expect((await signIn('desk')).status).toBe(200);
    }
    expect(await house.database.admin('sign_in_tries')).toEqual([]);
  });
});

describe('a session', () => {
  const open = async (): Promise<string | undefined> => (await signIn('desk')).cookie;
  const enter = (cookie: string | undefined, headers: Record<string, string>) =>
    send('POST', '/orders', { cookie, body: anOrderBody(), headers: { 'idempotency-key': 'k', ...headers } });

  test('may do what its person may, from a page of this site', async () => {
    const cookie = await open();
    expect((await enter(cookie, {})).body.code).toBe('foreign_origin');
    expect((await enter(cookie, { origin: 'null' })).body.code).toBe('foreign_origin');
    const elsewhere = await enter(cookie, { ...fromHere(), 'sec-fetch-site': 'same-site' });
    expect(elsewhere.body.code).toBe('foreign_origin');
    expect((await enter(cookie, fromHere())).status).toBe(201);
    expect((await logged('foreign_origin')).length).toBeGreaterThan(0);
  });

  test('is over after its last idle moment, after twelve hours, and when its person leaves', async () => {
    const cookie = await open();
    const status = async () => (await send('GET', '/session', { cookie })).status;
    const { admin } = house.database;
    await admin('people').where({ id: 'desk' }).update({ active: false });
    expect(await status()).toBe(401);
    await admin('people').where({ id: 'desk' }).update({ active: true });
    expect(await status()).toBe(200);
    clock = new Date(Date.now() + 12 * 3_600_000 + 1000);
    expect(await status()).toBe(401);
    clock = undefined;
    expect(await status()).toBe(200);
    const [idle] = (
      await admin.raw(`select expire - now() <= interval '30 minutes 2 seconds' as soon from sessions`)
    ).rows;
    expect(idle).toEqual({ soon: true });
    await admin.raw(`update sessions set expire = now() - interval '1 second'`);
    expect(await status()).toBe(401);
  });

  test('ends when its person signs out', async () => {
    const cookie = await open();
    expect((await send('DELETE', '/session', { cookie })).body.code).toBe('foreign_origin');
    const ended = await send('DELETE', '/session', { cookie, headers: fromHere() });
    expect([ended.status, ended.body]).toEqual([200, { signedOut: true }]);
    expect((await send('GET', '/session', { cookie })).status).toBe(401);
    expect(await logged('signed_out')).toMatchObject([{ actor_id: 'desk' }]);
  });

  test('is not opened by a cookie that somebody wrote themselves', async () => {
    const cookie = await open();
    expect((await send('GET', '/session', { cookie: `${cookie?.slice(0, -4)}AAAA` })).status).toBe(401);
  });
});

describe('the door', () => {
  test('tells a stranger nothing but that there is nobody, and a person who they are', async () => {
    expect((await send('GET', '/session/door')).body).toEqual({
      session: null,
      passkeys: false,
      oidc: null,
      demo: false,
      people: [],
    });
    const { cookie } = await signIn('desk');
    const { body } = await send('GET', '/session/door', { cookie });
    expect([body.session.id, body.people]).toEqual(['desk', []]);
    const { admin } = house.database;
    await admin('people').where({ id: 'desk' }).update({ active: false });
    const left = await send('GET', '/session/door', { cookie });
    await admin('people').where({ id: 'desk' }).update({ active: true });
    expect([left.status, left.body.session]).toEqual([200, null]);
  });

  test('is not for tokens', async () => {
    expect((await house.as('desk').get('/session/door')).body.code).toBe('session_required');
  });
});

describe('a fresh proof', () => {
  const signed = (proof: Proof) =>
    signedAs(
      {
        ...{ id: 'desk', displayName: '', department: 'order_desk', roles: ['order_desk'] },
        ...{ scope: null, standsInFor: [] },
      },
      proof,
    );
  const asked = (proof: Proof) =>
    needStepUp(house.deps, signed(proof)).then(
      () => 'passes',
      (refusal) => refusal.code,
    );

  test('is ten minutes old at most, or a scope of the token', async () => {
    const agoMs = (ms: number): Proof => ({ by: 'session', at: new Date(Date.now() - ms) });
    expect(await asked(agoMs(9 * 60_000))).toBe('passes');
    expect(await asked(agoMs(10 * 60_000))).toBe('step_up_required');
    expect(await asked({ by: 'token', stepsUp: true })).toBe('passes');
    expect(await asked({ by: 'token', stepsUp: false })).toBe('not_permitted');
  });

  test('is the sign-in, or the password once more', async () => {
    const { cookie, body } = await signIn('desk');
    expect(Date.parse(body.provenUntil)).toBeGreaterThan(Date.now() + 9 * 60_000);
    clock = new Date(Date.now() + 1_200_000);
    const stepUp = (password: string) =>
      send('POST', '/session/step-up', { cookie, headers: fromHere(), body: { password } });
    const until = async () => Date.parse((await send('GET', '/session', { cookie })).body.provenUntil);
    expect((await stepUp('wrong')).body.code).toBe('sign_in_failed');
    expect(await until()).toBeLessThan(clock.getTime());
    expect((await stepUp(PASSWORD)).status).toBe(200);
    expect(await until()).toBe(clock.getTime() + 600_000);
    expect(await logged('stepped_up')).toMatchObject([{ actor_id: 'desk', detail: { by: 'password' } }]);
  });
});

describe('a password', () => {
  test('that others know opens nothing but its own change', async () => {
    const { body, cookie } = await signIn('finance');
    expect(body.mustChangePassword).toBe(true);
    for (const path of ['/me', '/orders'])
      expect((await send('GET', path, { cookie })).body.code).toBe('password_must_change');
    const change = { cookie, headers: fromHere(), body: { password: PASSWORD, newPassword: NEW_PASSWORD } };
    const changed = await send('POST', '/session/password', change);
    expect([changed.status, changed.body.mustChangePassword]).toEqual([200, false]);
    expect((await send('GET', '/orders', { cookie: changed.cookie })).status).toBe(200);
    expect((await send('GET', '/session', { cookie })).status).toBe(401);
    expect((await signIn('finance')).status).toBe(401);
    expect((await signIn('finance', NEW_PASSWORD)).status).toBe(200);
  });

  test('is changed only by who knows it, and not for a weak one', async () => {
    const { cookie } = await signIn('desk');
    const change = async (password: string, newPassword: string) =>
      (
        await send('POST', '/session/password', {
          cookie,
          headers: fromHere(),
          body: { password, newPassword },
        })
      ).body.code;
    expect(await change('wrong', NEW_PASSWORD)).toBe('sign_in_failed');
    expect(await change(PASSWORD, 'too short')).toBe('password_weak');
    expect(await change(PASSWORD, PASSWORD)).toBe('password_weak');
    expect(await change(PASSWORD, NEW_PASSWORD)).toBeUndefined();
  });

  test('takes a demo lightly, and nobody else', async () => {
    const demo = await openHouse({
      config: { maxImportBytes: 1024, requestsPerMinute: 100_000, demo: true },
    });
    await demo.database.admin('sign_in_accounts').insert({ person_id: 'desk', password_hash: passwordHash });
    const { status, body } = await demo.stranger.post('/session', { person: 'desk', password: PASSWORD });
    const door = await demo.stranger.get('/session/door');
    await demo.close();
    expect([status, body.mustChangePassword]).toEqual([200, false]);
    expect(door.body).toMatchObject({ demo: true, people: [{ id: 'desk', roles: ['order_desk'] }] });
  });
});

test('behind TLS the cookie is bound to this host and to https', async () => {
  const secure = await openHouse({
    config: { maxImportBytes: 1024, requestsPerMinute: 100_000, behindTls: true },
  });
  await secure.database.admin('sign_in_accounts').insert({ person_id: 'desk', password_hash: passwordHash });
  const body = { person: 'desk', password: PASSWORD };
  const headers = { 'x-forwarded-proto': 'https' };
  const cookieOf = async (sent: Record<string, string>) =>
    (await secure.stranger.post('/session', body, { headers: sent })).headers.get('set-cookie');
  expect(await cookieOf(headers)).toMatch(/^__Host-oqr=.*; Path=\/; .*; HttpOnly; Secure; SameSite=Lax$/);
  expect(await cookieOf({})).toBeNull();
  await secure.close();
});

test('every key that has signed cookies is believed, the current one signs', () => {
  const { ring } = house.database;
  expect(new Set(sessionSecrets(ring)).size).toBe(sessionSecrets(ring).length);
  expect(sessionSecrets(ring)[0]).toHaveLength(43);
});
