import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SCOPES } from '../../domain/scopes.js';
import { hashPassword } from '../../platform/passwords.js';
import { aBrowser } from './browser.js';
import { type ApiHouse, type Client, clientOf, openHouse } from './house.js';
import { anOrderBody } from './order-body.js';

let house: ApiHouse;
let clockMs = Date.now();
beforeAll(async () => {
  house = await openHouse({ now: () => new Date(clockMs) });
});
afterAll(() => house.close());

const asked = (more: object = {}) => ({
  person: 'desk',
  name: 'shop',
  scopes: ['order.enter'],
  days: 30,
  ...more,
});
const issue = async (more: object = {}) => (await house.as('admin').post('/tokens', asked(more))).body;
const by = (token: string): Client => clientOf(house.url, { authorization: `Bearer ${token}` });
const revoke = async (id: string) =>
  fetch(`${house.url}/tokens/${id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${house.tokenOf('admin')}` },
  });
const lastLogged = async (action: string) =>
  (await house.database.admin('log_entries').where({ action }).orderBy('id')).at(-1);

describe('a token of a machine', () => {
  test('acts as its person within its scopes, and no further', async () => {
    const { id, token } = await issue({ scopes: ['order.enter', 'order.enter'] });
    expect((await by(token).post('/orders', anOrderBody())).status).toBe(201);
    expect((await by(token).get('/orders')).body).toMatchObject({
      code: 'not_permitted',
      hint: { right: 'order.read' },
    });
    expect((await by(token).get('/me')).body).toMatchObject({ id: 'desk', rights: ['order.enter'] });
    expect(await lastLogged('token_issued')).toMatchObject({
      actor_id: 'admin',
      detail: { token: id, person: 'desk', scopes: ['order.enter'] },
    });
  });

  test('loses what its person loses, and ends with them', async () => {
    const { token } = await issue({ scopes: ['order.read', 'order.enter'] });
    const { admin } = house.database;
    await admin('people')
      .where({ id: 'desk' })
      .update({ roles: ['logistics'] });
    expect((await by(token).get('/me')).body.rights).toEqual(['order.read']);
    await admin('people')
      .where({ id: 'desk' })
      .update({ roles: ['order_desk'], active: false });
    expect((await by(token).get('/me')).status).toBe(401);
    await admin('people').where({ id: 'desk' }).update({ active: true });
    expect((await by(token).get('/me')).status).toBe(200);
  });

  test('is stored as its hash alone, and shows when it was used', async () => {
    const { id, token } = await issue({ name: 'once' });
    const find = async () =>
      (await house.as('admin').get('/tokens?person=desk')).body.items.find(
        (one: { id: string }) => one.id === id,
      );
    expect(await find()).toMatchObject({
      name: 'once',
      scopes: ['order.enter'],
      issuedBy: 'admin',
      lastUsedAt: null,
    });
    await by(token).get('/me');
    expect((await find()).lastUsedAt).not.toBeNull();
    const [stored] = await house.database.admin('api_tokens').where({ id });
    expect(stored.token_hash).toEqual(createHash('sha256').update(token).digest());
    expect(JSON.stringify(await house.database.admin('idempotency_keys'))).not.toContain(token);
  });

  test('is over when it is revoked, and when its days are', async () => {
    const { id, token } = await issue();
    expect((await revoke(id)).status).toBe(200);
    expect((await by(token).get('/me')).status).toBe(401);
    expect(await (await revoke(id)).json()).toMatchObject({ code: 'token_unknown' });
    expect(await lastLogged('token_revoked')).toMatchObject({
      actor_id: 'admin',
      detail: { token: id, person: 'desk' },
    });
    const short = await issue({ days: 1 });
    await house.database.admin('api_tokens').where({ id: short.id }).update({ expires_at: new Date() });
    expect((await by(short.token).get('/me')).status).toBe(401);
  });
});

describe('issuing', () => {
  test('gives no more than the person has, and nothing that takes judgement', async () => {
    const post = async (body: object) => (await house.as('admin').post('/tokens', body)).body.code;
    expect(await post(asked({ scopes: ['payment.record'] }))).toBe('scopes_beyond_rights');
    expect(await post(asked({ person: 'reviewer', scopes: ['review.decide'] }))).toBe('malformed');
    expect(SCOPES).not.toContain('review.decide');
    expect(await post(asked({ person: 'nobody' }))).toBe('person_unknown');
    for (const wrong of [{ days: 367 }, { days: 0 }, { scopes: [] }, { name: ' ' }, { name: 'n'.repeat(61) }])
      expect(await post(asked(wrong))).toBe('malformed');
  });

  test('is for administrators, who prove freshly who they are', async () => {
    expect((await house.as('manager').post('/tokens', asked())).body.code).toBe('not_permitted');
    expect((await house.as('manager').get('/tokens')).body.code).toBe('not_permitted');
    await house.database.admin('sign_in_accounts').insert({
      person_id: 'admin',
      password_hash: await hashPassword('a good password'),
      must_change_password: false,
    });
    const browser = aBrowser(house.url);
    await browser.send('POST', '/session', { person: 'admin', password: 'a good password' });
    expect((await browser.send('POST', '/tokens', asked())).status).toBe(201);
    clockMs += 11 * 60_000;
    expect((await browser.send('POST', '/tokens', asked())).body).toMatchObject({
      code: 'step_up_required',
      hint: { methods: ['password'] },
    });
  });

  test('of what no machine has opens nothing, whatever a row says', async () => {
    const { id, token } = await issue({ person: 'admin', scopes: ['people.read'] });
    await house.database
      .admin('api_tokens')
      .where({ id })
      .update({ scopes: ['token.manage'] });
    expect((await by(token).get('/me')).body.rights).toEqual([]);
    expect((await by(token).post('/tokens', asked())).body.code).toBe('not_permitted');
  });
});
