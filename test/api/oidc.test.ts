import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type AProvider, aProvider, CLIENT } from './a-provider.js';
import { aBrowser, type Browser } from './browser.js';
import { type ApiHouse, openHouse } from './house.js';

const ORIGIN = 'http://qr.example.com:8080';

let provider: AProvider;
let house: ApiHouse;
let browser: Browser;
beforeAll(async () => {
  provider = await aProvider(`${ORIGIN}/app/sign-in/answer`);
  const oidc = { ...CLIENT, issuer: provider.issuer, name: 'Company' };
  house = await openHouse({
    config: { maxImportBytes: 1024, requestsPerMinute: 100_000, publicUrl: ORIGIN, oidc },
  });
  await house.as('admin').post('/identities', { person: 'desk', subject: 'alice' });
});
afterAll(async () => {
  provider.close();
  await house.close();
});
beforeEach(() => {
  browser = aBrowser(house.url);
});

const begin = async (who = browser): Promise<string> =>
  (await who.send('POST', '/session/oidc')).body.address;
const finish = (answer: string, who = browser) => who.send('POST', '/session/oidc/answer', { answer });
const lastLogged = async (action: string) =>
  (await house.database.admin('log_entries').where({ action }).orderBy('id')).at(-1);

describe('an OpenID provider', () => {
  test('vouches for a person who was linked', async () => {
    expect((await browser.send('GET', '/session/door')).body.oidc).toEqual({ name: 'Company' });
    const address = new URL(await begin());
    for (const part of ['state', 'nonce', 'code_challenge'])
      expect(address.searchParams.get(part)).toMatch(/^.{40,}$/);
    expect(address.searchParams.get('code_challenge_method')).toBe('S256');
    const back = await provider.signIn(address.href, 'alice');
    expect(`${back.origin}${back.pathname}`).toBe(`${ORIGIN}/app/sign-in/answer`);
    const signed = await finish(back.search.slice(1));
    expect([signed.status, signed.body.id]).toEqual([200, 'desk']);
    expect((await browser.send('GET', '/orders')).status).toBe(200);
    expect(await lastLogged('signed_in')).toMatchObject({ actor_id: 'desk', detail: { by: ['oidc'] } });
  });

  test('lets nobody in who was not linked, and makes no account', async () => {
    const people = async () => (await house.database.admin('people')).length;
    const before = await people();
    const back = await provider.signIn(await begin(), 'mallory');
    const refused = await finish(back.search.slice(1));
    expect([refused.status, refused.body.code]).toEqual([401, 'identity_not_linked']);
    expect((await browser.send('GET', '/session/door')).body.session).toBeNull();
    expect(await people()).toBe(before);
    expect(await lastLogged('sign_in_failed')).toMatchObject({
      actor_id: 'stranger',
      detail: { by: 'oidc', code: 'identity_not_linked' },
    });
  });

  test('is believed by the browser that asked, once, for what it asked', async () => {
    const back = await provider.signIn(await begin(), 'alice');
    const answer = back.search.slice(1);
    expect((await finish(answer, aBrowser(house.url))).body.code).toBe('sign_in_failed');
    const other = aBrowser(house.url);
    await begin(other);
    expect((await finish(answer, other)).body.code).toBe('sign_in_failed');
    expect((await finish(answer)).status).toBe(200);
    expect((await finish(answer)).body.code).toBe('sign_in_failed');
  });

  test('is not believed about another state or code', async () => {
    for (const part of ['state', 'code']) {
      const back = await provider.signIn(await begin(), 'alice');
      back.searchParams.set(part, 'another');
      expect((await finish(back.search.slice(1))).body.code).toBe('sign_in_failed');
    }
  });
});

describe('links', () => {
  test('are made and ended by administrators, one person a subject', async () => {
    const admin = house.as('admin');
    expect((await house.as('manager').get('/identities')).body.code).toBe('not_permitted');
    expect((await admin.post('/identities', { person: 'sales', subject: 'alice' })).body.code).toBe(
      'identity_linked',
    );
    expect((await admin.post('/identities', { person: 'nobody', subject: 'bob' })).body.code).toBe(
      'person_unknown',
    );
    const { id } = (await admin.post('/identities', { person: 'sales', subject: 'bob' })).body;
    expect((await admin.get('/identities')).body.items).toMatchObject([
      { subject: 'alice', personId: 'desk' },
      { subject: 'bob', personId: 'sales', issuer: provider.issuer, linkedBy: 'admin' },
    ]);
    const unlink = () =>
      fetch(`${house.url}/identities/${id}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${house.tokenOf('admin')}` },
      });
    expect([(await unlink()).status, (await unlink()).status]).toEqual([200, 404]);
    const back = await provider.signIn(await begin(), 'bob');
    expect((await finish(back.search.slice(1))).body.code).toBe('identity_not_linked');
    expect(await lastLogged('identity_unlinked')).toMatchObject({
      actor_id: 'admin',
      detail: { person: 'sales' },
    });
  });
});

test('without its settings there is no provider', async () => {
  const plain = await openHouse();
  expect((await plain.stranger.get('/session/door')).body.oidc).toBeNull();
  expect((await plain.stranger.post('/session/oidc', '')).body.code).toBe('oidc_off');
  expect((await plain.as('admin').post('/identities', { person: 'desk', subject: 'x' })).body.code).toBe(
    'oidc_off',
  );
  await plain.close();
});
