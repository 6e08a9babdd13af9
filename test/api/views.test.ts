import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isFilterOf } from '../../api/view-counts.js';
import { MOST_VIEWS, PRESETS } from '../../domain/views.js';
import { enterTestOrder } from '../support/orders.js';
import { type ApiHouse, openHouse } from './house.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const save = (person: string, body: object) =>
  house.as(person).post('/views', { list: 'orders', name: '我的订单', query: { state: 'entered' }, ...body });
const views = async (person: string, list = 'orders') =>
  (await house.as(person).get(`/views?list=${list}`)).body;
const named = async (person: string, name: string) =>
  (await views(person)).items.find((view: { name: string }) => view.name === name);

describe('presets', () => {
  test.each(PRESETS)('$id has a filter that its list takes', ({ list, query }) => {
    expect(isFilterOf(list, query)).toBe(true);
  });

  test('control: a field that no list knows is no filter, and a page is none', () => {
    expect(isFilterOf('orders', { nonsense: '1' })).toBe(false);
    expect(isFilterOf('orders', { limit: '10' })).toBe(false);
  });

  test('come to the people of their roles, in the language of the caller', async () => {
    const { items } = await views('technician', 'cases');
    expect(items.map((view: { id: string }) => view.id)).toEqual(['preset-cases-technical']);
    const english = await house.as('technician').get('/views?list=cases', { 'accept-language': 'en' });
    expect([items[0].name, english.body.items[0].name]).toEqual(['技术异常', 'Technical']);
    expect((await house.as('desk').get('/views?list=cases')).body.code).toBe('not_permitted');
  });
});

describe('a saved view', () => {
  test('is its owner’s alone until it is shared, and counts what its list shows', async () => {
    await enterTestOrder(house.database, { submit: false });
    const { body } = await save('desk', { name: '未提交' });
    const mine = await named('desk', '未提交');
    expect(mine).toMatchObject({ id: body.viewId, query: { state: 'entered' }, mayChange: true, version: 1 });
    expect(await named('sales', '未提交')).toBeUndefined();
    const listed = await house.as('desk').get('/orders?state=entered&limit=200');
    const counted = await house.as('desk').get('/view-counts?list=orders');
    const own = counted.body.items.find((one: { viewId: string }) => one.viewId === body.viewId);
    expect(own).toEqual({ viewId: body.viewId, count: listed.body.items.length, more: false });
    expect(listed.body.items.length).toBeGreaterThan(0);
  });

  test('is shared with the people of a role, and with everybody by right alone', async () => {
    await save('desk', { name: '同事可见', shared: 'role' });
    expect(await named('manager', '同事可见')).toBeUndefined();
    expect((await save('desk', { shared: 'role', role: 'finance' })).body.code).toBe('not_own_role');
    expect((await save('desk', { shared: 'everybody' })).body.code).toBe('not_permitted');
    await save('manager', { name: '全员', shared: 'everybody' });
    expect(await named('finance', '全员')).toMatchObject({ mayChange: false, shared: 'everybody' });
  });

  test('is changed once by each who saw it as it is', async () => {
    const { viewId } = (await save('desk', { name: '待改' })).body;
    const rename = (version: number, name: string) =>
      house.as('desk').post(`/views/${viewId}`, { version, name });
    const [one, other] = await Promise.all([rename(1, '甲'), rename(1, '乙')]);
    expect([one.status, other.status].toSorted()).toEqual([201, 409]);
    expect((await house.as('sales').post(`/views/${viewId}`, { version: 2, name: '丙' })).body.code).toBe(
      'view_unknown',
    );
    expect((await house.as('desk').post(`/views/${viewId}/removal`, { version: 1 })).body.code).toBe(
      'view_changed',
    );
    expect((await house.as('desk').post(`/views/${viewId}/removal`, { version: 2 })).status).toBe(201);
    expect((await rename(2, '丁')).body.code).toBe('view_unknown');
  });

  test('opens its list, once it is chosen, for who chose it', async () => {
    const choose = (viewId: string, on: boolean) =>
      house.as('sales').post(`/views/${viewId}/default`, { on });
    await choose('preset-orders-circulating', true);
    const chosen = async () =>
      (await views('sales')).items
        .filter((view: { isDefault: boolean }) => view.isDefault)
        .map((view: { id: string }) => view.id);
    expect(await chosen()).toEqual(['preset-orders-circulating']);
    await choose('preset-orders-circulating', false);
    expect(await chosen()).toEqual([]);
    expect((await choose('preset-cases-technical', true)).body.code).toBe('view_unknown');
  });

  test('takes a name of one line, a filter of its list, and not without end', async () => {
    expect((await save('desk', { name: 'x'.repeat(300) })).status).toBe(400);
    expect((await save('desk', { query: { state: 'nowhere' } })).body.errors[0].path).toBe('query');
    const script = '<script>alert(1)</script>';
    await save('desk', { name: script });
    expect((await named('desk', script)).name).toBe(script);
    await house.database.admin.raw(
      `insert into saved_views (id, list, name, query, owner, shared)
       select gen_random_uuid(), 'orders', n::text, '{}', 'logistics', 'mine' from generate_series(1, ${MOST_VIEWS}) n`,
    );
    expect((await save('logistics', {})).body.code).toBe('too_many_views');
  });
});
