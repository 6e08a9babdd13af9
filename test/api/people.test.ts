import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hashPassword } from '../../platform/passwords.js';
import { aBrowser } from './browser.js';
import { type ApiHouse, openHouse } from './house.js';
import { issuedOrder, orderInReview } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const admin = () => house.as('admin');
const HOUR_MS = 3_600_000;
const at = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString();
const away = (by: string, person: string, substitute: string, from = -1, to = 1) =>
  house.as(by).post(`/people/${person}/absences`, { substitute, from: at(from), to: at(to) });
const logged = (action: string) => house.database.admin('log_entries').where({ action });

describe('people', () => {
  test('are added, changed once per version, and leave', async () => {
    const person = { id: 'li-na', displayName: '李娜', department: 'sales', roles: ['sales'] };
    expect((await admin().post('/people', person)).status).toBe(201);
    expect((await admin().post('/people', person)).body.code).toBe('person_taken');
    const change = (body: object) => admin().post('/people/li-na', body);
    expect((await change({ version: 1, roles: ['customer_service'] })).body.version).toBe(2);
    expect((await change({ version: 1, active: false })).body).toMatchObject({
      code: 'person_changed',
      hint: { version: 2 },
    });
    expect((await change({ version: 2, active: false, displayName: '李 娜' })).status).toBe(200);
    const { items } = (await admin().get('/people')).body;
    expect((await change({ version: 3, displayName: '名'.repeat(300) })).status).toBe(400);
    expect(items.at(-1)).toMatchObject({ id: 'li-na', active: false, version: 3, account: 'none' });
    const [first] = await logged('person_changed');
    expect(first.detail).toEqual({ person: 'li-na', roles: ['customer_service'], rolesWere: ['sales'] });
    expect(JSON.stringify(await logged('person_changed'))).not.toContain('李');
  });

  test('hold no roles that exclude each other, the administrator no less', async () => {
    const { body } = await admin().get('/people');
    const version = (id: string) => body.items.find((one: { id: string }) => one.id === id).version;
    const give = (id: string, change: object) =>
      admin().post(`/people/${id}`, { version: version(id), ...change });
    const refused = await give('admin', { roles: ['administrator', 'reviewer'] });
    expect([refused.status, refused.body.code]).toEqual([422, 'roles_exclude']);
    expect((await give('admin', { active: false })).body.code).toBe('own_account');
    expect((await give('admin', { roles: [] })).body.code).toBe('own_account');
    expect((await give('service', { roles: ['customer_service', 'reviewer'] })).status).toBe(200);
  });

  test('get a first password that opens nothing but its own change', async () => {
    const give = (password: string) => admin().post('/people/desk/password', { password });
    expect((await give('short')).body.code).toBe('password_weak');
    expect((await give('the first password')).body).toEqual({ given: true });
    const [account] = await house.database.admin('sign_in_accounts').where({ person_id: 'desk' });
    expect(account.must_change_password).toBe(true);
    expect(await logged('password_given')).toMatchObject([{ actor_id: 'admin', detail: { person: 'desk' } }]);
  });
});

describe('what somebody signs in with', () => {
  const PASSWORD = 'a password of logistics';
  const access = async () => (await admin().get('/people/logistics/access')).body;

  test('is seen and forgotten by the administrator, and open sessions end with it', async () => {
    const { admin: db } = house.database;
    const passwordHash = await hashPassword(PASSWORD);
    await db('sign_in_accounts').insert({
      ...{ person_id: 'logistics', password_hash: passwordHash, must_change_password: false },
    });
    const browser = aBrowser(house.url);
    await browser.send('POST', '/session', { person: 'logistics', password: PASSWORD });
    expect(await access()).toMatchObject({ totpSince: null, passkeys: 0, sessions: [{}] });
    expect((await admin().post('/people/logistics/factor-resets', {})).body.code).toBe('factor_unknown');
    await db('passkeys').insert({
      ...{ person_id: 'logistics', credential_id: 'lost', public_key: Buffer.from('k'), name: 'lost' },
      ...{ counter: 0, transports: [] },
    });
    await db('recovery_codes').insert({ person_id: 'logistics', code_hash: Buffer.alloc(32) });
    expect(await access()).toMatchObject({ passkeys: 1, recoveryCodes: 1, sessions: [{}] });
    expect((await admin().post('/people/logistics/factor-resets', {})).body).toEqual({ reset: true });
    expect(await access()).toEqual({ totpSince: null, passkeys: 0, recoveryCodes: 0, sessions: [] });
    expect((await browser.send('GET', '/session')).status).toBe(401);
    expect(await logged('factors_reset')).toMatchObject([{ detail: { person: 'logistics' } }]);
  });

  test('opens no more for sessions that the administrator ended', async () => {
    const browsers = [aBrowser(house.url), aBrowser(house.url)];
    for (const browser of browsers)
      await browser.send('POST', '/session', { person: 'logistics', password: PASSWORD });
    expect((await house.as('manager').post('/people/logistics/session-ends', {})).status).toBe(403);
    expect((await access()).sessions).toHaveLength(2);
    expect((await admin().post('/people/logistics/session-ends', {})).body).toEqual({ ended: 2 });
    for (const browser of browsers) expect((await browser.send('GET', '/session')).status).toBe(401);
    expect((await admin().post('/people/nobody/session-ends', {})).body.code).toBe('person_missing');
  });
});

describe('a substitute', () => {
  test('is neither who arranges it, nor away, nor kept apart from the role, and once at a time', async () => {
    const code = async (...asked: Parameters<typeof away>) => (await away(...asked)).body.code;
    expect(await code('desk', 'finance', 'service')).toBe('not_permitted');
    expect(await code('manager', 'finance', 'manager')).toBe('substitute_unsuitable');
    expect(await code('manager', 'finance', 'finance')).toBe('substitute_unsuitable');
    expect(await code('manager', 'finance', 'desk')).toBe('roles_exclude');
    expect(await code('manager', 'finance', 'archivist', 2, 1)).toBe('absence_dates');
    expect(await code('manager', 'finance', 'archivist', 0, 24 * 93)).toBe('absence_dates');
    const racing = await Promise.all([1, 2, 3].map(() => away('finance', 'finance', 'archivist', 5, 6)));
    expect(racing.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    expect(await code('manager', 'technician', 'finance', 5, 7)).toBe('substitute_unsuitable');
  });

  test('acts with the roles of who is away, in their name too, until it is over', async () => {
    const { orderNo } = await issuedOrder(house);
    const pay = () =>
      house.as('archivist').post(`/orders/${orderNo}/facts`, {
        ...{ type: 'payment_received', amountMinor: 100, currency: 'CNY' },
      });
    expect((await pay()).body.code).toBe('not_permitted');
    const { body } = await away('manager', 'finance', 'archivist');
    expect((await house.as('archivist').get('/me')).body.standsInFor).toMatchObject([{ id: 'finance' }]);
    expect((await pay()).status).toBe(201);
    const [fact] = await house.database.admin('facts').where({ type: 'payment_received' });
    expect(fact).toMatchObject({ actor_id: 'archivist', on_behalf_of: 'finance', department: 'finance' });
    expect(await logged('payment_received')).toMatchObject([{ detail: { onBehalfOf: 'finance' } }]);
    expect((await house.as('manager').post(`/absences/${body.id}/end`, {})).status).toBe(200);
    expect((await pay()).body.code).toBe('not_permitted');
    expect((await house.as('manager').post(`/absences/${body.id}/end`, {})).body.code).toBe(
      'absence_unknown',
    );
  });

  test('counts with whom they stand in for, where four eyes look', async () => {
    const { reviewId, orderId } = await orderInReview(house);
    await house.database.admin('facts').where({ order_id: orderId, actor_id: 'finance' }).update({
      actor_id: 'archivist',
      on_behalf_of: 'reviewer',
    });
    const claim = (person: string) => house.as(person).post(`/reviews/${reviewId}/claims`, {});
    expect((await claim('reviewer')).body.code).toBe('four_eyes');
    expect((await claim('reviewer2')).status).toBe(201);
  });
});

describe('scope', () => {
  test('of a department leaves its own orders, in lists and by number, and a hand-over widens it', async () => {
    const { orderNo, orderId } = await issuedOrder(house);
    const seen = async () => {
      const { body } = await house.as('sales2').get('/orders?limit=200');
      return body.items.some((one: { orderNo: string }) => one.orderNo === orderNo);
    };
    const shown = async () => (await house.as('sales2').get(`/orders/${orderNo}`)).status;
    expect([await seen(), await shown()]).toEqual([false, 404]);
    expect((await house.as('sales').get(`/orders/${orderNo}`)).status).toBe(200);
    await house.as('desk').post(`/orders/${orderNo}/transfers`, { toKind: 'department', toName: 'sales' });
    await house.settle(orderId);
    expect([await seen(), await shown()]).toEqual([true, 200]);
  });
});
