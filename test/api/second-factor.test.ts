import { createSecretKey } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { relyingParty } from '../../api/relying-party.js';
import { hashPassword } from '../../platform/passwords.js';
import { stepOf, totpCode } from '../../platform/totp.js';
import { type Authenticator, anAuthenticator } from './authenticator.js';
import { aBrowser, type Browser } from './browser.js';
import { type ApiHouse, openHouse } from './house.js';

const PASSWORD = 'a password of the desk';
const ORIGIN = 'http://qr.example.com:8080';
const PLACE = { origin: ORIGIN, host: 'qr.example.com' };
const STEP_MS = 30_000;

let house: ApiHouse;
let passwordHash: string;
let clockMs: number;
let browser: Browser;
beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
  house = await openHouse({
    now: () => new Date(clockMs),
    config: { maxImportBytes: 1024, requestsPerMinute: 100_000, publicUrl: ORIGIN },
  });
});
afterAll(() => house.close());
beforeEach(async () => {
  clockMs = Date.now();
  const { admin } = house.database;
  await admin.raw(
    'delete from sign_in_tries; delete from sessions; delete from sign_in_accounts; delete from totp_factors; delete from passkeys; delete from recovery_codes',
  );
  await admin('sign_in_accounts').insert(
    ['desk', 'finance'].map((id) => ({
      person_id: id,
      password_hash: passwordHash,
      must_change_password: false,
    })),
  );
  browser = aBrowser(house.url);
});

const code = (secret: string, offset = 0): string =>
  totpCode(createSecretKey(fromBase32(secret)), stepOf(new Date(clockMs)) + offset);

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

const withPassword = (who: Browser = browser, person = 'desk') =>
  who.send('POST', '/session', { person, password: PASSWORD });
const logged = async (action: string) =>
  (await house.database.admin('log_entries').where({ action }).orderBy('id')).at(-1);

/** Signs in, enrols an app, and answers with its secret and the recovery codes. */
async function enrol(): Promise<{ secret: string; recoveryCodes: string[] }> {
  await withPassword();
  const offered = await browser.send('POST', '/me/totp');
  const confirmed = await browser.send('POST', '/me/totp/confirmation', { code: code(offered.body.secret) });
  expect([offered.status, confirmed.status]).toEqual([200, 200]);
  return { secret: offered.body.secret, recoveryCodes: confirmed.body.recoveryCodes };
}

describe('an authenticator app', () => {
  test('is offered as a drawing, and counts once a code of it was given', async () => {
    await withPassword();
    const { body } = await browser.send('POST', '/me/totp');
    expect(body.symbol).toMatch(/^<svg /);
    expect((await withPassword(aBrowser(house.url))).status).toBe(200);
    expect((await browser.send('POST', '/me/totp/confirmation', { code: '000000' })).body.code).toBe(
      'second_factor_failed',
    );
    const confirmed = await browser.send('POST', '/me/totp/confirmation', { code: code(body.secret) });
    expect(confirmed.body.recoveryCodes).toHaveLength(10);
    expect((await browser.send('POST', '/me/totp')).body.code).toBe('factor_enrolled');
    const { body: security } = await browser.send('GET', '/me/security');
    expect([security.totpSince === null, security.recoveryCodes]).toEqual([false, 10]);
    expect(await logged('totp_enrolled')).toMatchObject({ actor_id: 'desk', detail: {} });
    expect(await logged('second_factor_failed')).toMatchObject({ actor_id: 'desk', detail: { by: 'totp' } });
  });

  test('leaves no secret that can be read in the database', async () => {
    const { secret, recoveryCodes } = await enrol();
    const { rows } = await house.database.admin.raw(
      'select t::text as row from totp_factors t union all select r::text from recovery_codes r',
    );
    const stored = rows.map(({ row }: { row: string }) => row).join('\n');
    expect(stored).not.toContain(fromBase32(secret).toString('hex'));
    for (const known of [secret, ...recoveryCodes]) expect(stored).not.toContain(known);
    expect(stored).toContain('kek-1-');
  });

  test('makes the sign-in two steps', async () => {
    const { secret } = await enrol();
    const other = aBrowser(house.url);
    const first = await withPassword(other);
    expect([first.status, first.body]).toEqual([202, { methods: ['totp', 'recovery_code'] }]);
    expect((await other.send('GET', '/orders')).body.code).toBe('unauthenticated');
    expect((await other.send('POST', '/session/second-step', { code: '000000' })).status).toBe(401);
    clockMs += STEP_MS;
    const half = other.cookie();
    const second = await other.send('POST', '/session/second-step', { code: code(secret) });
    expect([second.status, second.body.id]).toEqual([200, 'desk']);
    expect(other.cookie()).not.toBe(half);
    expect((await other.send('GET', '/orders')).status).toBe(200);
    expect(await logged('signed_in')).toMatchObject({ detail: { by: ['password', 'totp'] } });
  });

  test('takes no code twice, nor an older one', async () => {
    const { secret } = await enrol();
    const other = aBrowser(house.url);
    await withPassword(other);
    const statusOf = async (offset: number) =>
      (await other.send('POST', '/session/second-step', { code: code(secret, offset) })).status;
    expect([await statusOf(0), await statusOf(-1)]).toEqual([401, 401]);
    clockMs += STEP_MS;
    const rivals = await Promise.all(
      [0, 0].map(async () => {
        const rival = aBrowser(house.url);
        await withPassword(rival);
        return (await rival.send('POST', '/session/second-step', { code: code(secret) })).status;
      }),
    );
    expect(rivals.toSorted()).toEqual([200, 401]);
  });

  test('is guessed five times, whatever the password says in between', async () => {
    await enrol();
    const other = aBrowser(house.url);
    const told = [];
    for (let guess = 0; guess < 6; guess += 1) {
      await withPassword(other);
      told.push((await other.send('POST', '/session/second-step', { code: '000000' })).status);
    }
    expect(told).toEqual([401, 401, 401, 401, 401, 429]);
  });

  test('is asked within five minutes of the password', async () => {
    const { secret } = await enrol();
    const other = aBrowser(house.url);
    const step = () => other.send('POST', '/session/second-step', { code: code(secret) });
    expect((await step()).body.code).toBe('second_step_missing');
    await withPassword(other);
    clockMs += 5 * 60_000;
    expect((await step()).body.code).toBe('second_step_missing');
  });
});

describe('a recovery code', () => {
  test('signs in once', async () => {
    const { recoveryCodes } = await enrol();
    const statusOf = async () => {
      const other = aBrowser(house.url);
      await withPassword(other);
      return (
        await other.send('POST', '/session/second-step', { recoveryCode: recoveryCodes[0]?.toUpperCase() })
      ).status;
    };
    expect([await statusOf(), await statusOf()]).toEqual([200, 401]);
    expect((await browser.send('GET', '/me/security')).body.recoveryCodes).toBe(9);
  });

  test('is worth nothing beside newer ones, or without a factor', async () => {
    const { recoveryCodes } = await enrol();
    const renewed = await browser.send('POST', '/me/recovery-codes');
    expect(renewed.body.recoveryCodes).toHaveLength(10);
    const other = aBrowser(house.url);
    await withPassword(other);
    expect(
      (await other.send('POST', '/session/second-step', { recoveryCode: recoveryCodes[0] })).status,
    ).toBe(401);
    expect((await browser.send('DELETE', '/me/totp')).status).toBe(200);
    expect((await browser.send('GET', '/me/security')).body.recoveryCodes).toBe(0);
    expect((await browser.send('POST', '/me/recovery-codes')).body.code).toBe('factor_unknown');
  });
});

describe('a weighty deed', () => {
  test('asks for the factor that a person has; the password is no longer enough', async () => {
    const { secret } = await enrol();
    clockMs += 10 * 60_000;
    const refused = await browser.send('DELETE', '/me/totp');
    expect([refused.status, refused.body.code, refused.body.hint]).toEqual([
      403,
      'step_up_required',
      { methods: ['totp', 'recovery_code'] },
    ]);
    expect((await browser.send('POST', '/session/step-up', { password: PASSWORD })).body.code).toBe(
      'second_factor_failed',
    );
    expect((await browser.send('POST', '/session/step-up', { code: code(secret) })).status).toBe(200);
    expect((await browser.send('DELETE', '/me/totp')).status).toBe(200);
    expect((await withPassword(aBrowser(house.url))).status).toBe(200);
    expect(await logged('totp_removed')).toMatchObject({ actor_id: 'desk' });
    expect(await logged('stepped_up')).toMatchObject({ detail: { by: 'totp' } });
  });
});

describe('a passkey', () => {
  const challengeFor = async (path: string, who = browser) =>
    (await who.send('POST', path)).body.challenge as string;
  const add = async (key: Authenticator, who = browser) => {
    const asked = { ...PLACE, challenge: await challengeFor('/me/passkeys/challenge', who) };
    return who.send('POST', '/me/passkeys', { name: 'laptop', passkey: key.make(asked) });
  };
  const enter = async (who: Browser, key: Authenticator, more: object = {}, flags = {}) => {
    const asked = { ...PLACE, challenge: await challengeFor('/session/passkey-challenge', who), ...more };
    return who.send('POST', '/session/passkey', { passkey: key.sign(asked, flags) });
  };

  test('signs in alone, and is the second step of a password', async () => {
    const key = anAuthenticator();
    await withPassword();
    const added = await add(key);
    expect([added.status, added.body.recoveryCodes.length]).toEqual([201, 10]);
    const alone = await enter(aBrowser(house.url), key);
    expect([alone.status, alone.body.id]).toEqual([200, 'desk']);
    const other = aBrowser(house.url);
    expect((await withPassword(other)).body.methods).toEqual(['passkey', 'recovery_code']);
    const asked = { ...PLACE, challenge: await challengeFor('/session/passkey-challenge', other) };
    const second = await other.send('POST', '/session/second-step', { passkey: key.sign(asked) });
    expect(second.status).toBe(200);
    expect(await logged('signed_in')).toMatchObject({ detail: { by: ['password', 'passkey'] } });
    const { passkeys } = (await browser.send('GET', '/me/security')).body;
    expect(passkeys).toMatchObject([{ name: 'laptop', lastUsedAt: expect.any(String) }]);
  });

  test('of elsewhere, unverified, stale or copied is refused', async () => {
    const key = anAuthenticator();
    await withPassword();
    await add(key);
    const codeOf = async (more: object, flags = {}) =>
      (await enter(aBrowser(house.url), key, more, flags)).body.code;
    expect(await codeOf({ origin: 'http://elsewhere.example' })).toBe('sign_in_failed');
    expect(await codeOf({ host: 'elsewhere.example' })).toBe('sign_in_failed');
    expect(await codeOf({ challenge: Buffer.from('another').toString('base64url') })).toBe('sign_in_failed');
    expect(await codeOf({}, { verified: false })).toBe('sign_in_failed');
    await house.database.admin('sign_in_tries').delete();
    expect(await codeOf({}, { counter: 7 })).toBeUndefined();
    expect(await codeOf({}, { counter: 7 })).toBe('sign_in_failed');
    expect((await enter(aBrowser(house.url), anAuthenticator())).body.code).toBe('sign_in_failed');
    expect(await logged('sign_in_failed')).toMatchObject({ actor_id: 'stranger', detail: { by: 'passkey' } });
  });

  test('signs a challenge once', async () => {
    const key = anAuthenticator();
    await withPassword();
    await add(key);
    const other = aBrowser(house.url);
    const asked = { ...PLACE, challenge: await challengeFor('/session/passkey-challenge', other) };
    const passkey = key.sign(asked, { counter: 0 });
    expect((await other.send('POST', '/session/passkey', { passkey })).status).toBe(200);
    expect((await other.send('POST', '/session/passkey', { passkey })).status).toBe(401);
  });

  test('steps up for its own person alone, and is taken away', async () => {
    const key = anAuthenticator();
    await withPassword();
    await add(key);
    const rival = aBrowser(house.url);
    await withPassword(rival, 'finance');
    const foreign = { ...PLACE, challenge: await challengeFor('/session/passkey-challenge', rival) };
    expect((await rival.send('POST', '/session/step-up', { passkey: key.sign(foreign) })).body.code).toBe(
      'second_factor_failed',
    );
    const [{ id }] = (await browser.send('GET', '/me/security')).body.passkeys;
    expect((await rival.send('DELETE', `/me/passkeys/${id}`)).body.code).toBe('factor_unknown');
    clockMs += 10 * 60_000;
    expect((await browser.send('DELETE', `/me/passkeys/${id}`)).body.code).toBe('step_up_required');
    const asked = { ...PLACE, challenge: await challengeFor('/session/passkey-challenge') };
    expect((await browser.send('POST', '/session/step-up', { passkey: key.sign(asked) })).status).toBe(200);
    expect((await browser.send('DELETE', `/me/passkeys/${id}`)).status).toBe(200);
    expect((await withPassword(aBrowser(house.url))).status).toBe(200);
    expect(await logged('passkey_removed')).toMatchObject({ actor_id: 'desk', detail: { passkey: id } });
  });

  test('belongs to a name, never to a number', () => {
    const partyOf = (host: string) =>
      relyingParty({ ...house.deps, config: { ...house.deps.config, publicUrl: undefined } }, {
        headers: { host },
      } as never)?.origin;
    expect(['127.0.0.1:8080', '[::1]:8080', 'localhost:8080', 'qr.example.com'].map(partyOf)).toEqual([
      undefined,
      undefined,
      'http://localhost:8080',
      'http://qr.example.com',
    ]);
  });
});

describe('sessions', () => {
  test('are seen by their person, and ended from elsewhere', async () => {
    await withPassword();
    const other = aBrowser(house.url, 'Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0');
    await withPassword(other);
    const { sessions } = (await browser.send('GET', '/me/security')).body;
    const named = sessions.map(({ browser: name, current }: { browser: string; current: boolean }) => [
      name,
      current,
    ]);
    expect(named).toEqual(
      expect.arrayContaining([
        ['Firefox · Windows', false],
        ['Chrome · Linux', true],
      ]),
    );
    const theirs = sessions.find(({ current }: { current: boolean }) => !current).id;
    const finance = aBrowser(house.url);
    await withPassword(finance, 'finance');
    expect((await finance.send('DELETE', `/me/sessions/${theirs}`)).body.code).toBe('session_unknown');
    expect((await browser.send('DELETE', `/me/sessions/${theirs}`)).status).toBe(200);
    expect((await other.send('GET', '/session')).status).toBe(401);
    expect((await browser.send('GET', '/session')).status).toBe(200);
    expect(await logged('session_ended')).toMatchObject({ actor_id: 'desk', detail: { session: theirs } });
  });

  test('and factors are no matter of tokens', async () => {
    expect((await house.as('desk').get('/me/security')).body.code).toBe('session_required');
  });
});
