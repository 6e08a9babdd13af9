import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase } from '../../platform/postgres.js';
import { type ApiHouse, openHouse } from './house.js';
import { anOrderBody, issuedOrder, payAndShip } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

describe('the timeline of an order', () => {
  test('tells facts, hops, messages, verifications and cases as one story', async () => {
    const { orderId, orderNo } = await issuedOrder(house, { notify: true });
    await house.as('desk').post(`/orders/${orderNo}/transfers`, { toKind: 'carrier', toName: '顺丰速运' });
    await house.settle(orderId);
    await payAndShip(house, orderNo, 12_001);
    await house.settle(orderId);
    const { body } = await house.as('auditor').get(`/orders/${orderNo}/timeline`);
    const kinds = new Set(body.items.map((item: { kind: string }) => item.kind));
    expect(kinds).toEqual(new Set(['fact', 'hop', 'message', 'verification', 'case_opened']));
    const numbers = body.items.flatMap((item: { kind: string; fact: { number: number } }) =>
      item.kind === 'fact' ? [item.fact.number] : [],
    );
    expect(numbers).toEqual(numbers.map((_: number, index: number) => index + 1));
  });

  test('shows notes to those who deal with customers alone', async () => {
    const { orderNo } = await issuedOrder(house);
    await house
      .as('service')
      .post(`/orders/${orderNo}/facts`, { type: 'dispute_opened', note: '张三不满意' });
    const told = async (person: string) => (await house.as(person).get(`/orders/${orderNo}/timeline`)).text;
    expect(await told('service')).toContain('张三不满意');
    expect(await told('auditor')).not.toContain('张三');
  });

  test('of an unknown order is refused', async () => {
    expect((await house.as('desk').get('/orders/NONE/timeline')).body.code).toBe('order_unknown');
  });
});

describe('the operation log of an order', () => {
  test('is for auditors, and names who did what', async () => {
    const { orderNo } = await issuedOrder(house);
    const { body } = await house.as('auditor').get(`/orders/${orderNo}/log`);
    expect(body.items.slice(0, 2)).toMatchObject([
      { action: 'order_entered', actor: { kind: 'person', id: 'desk', department: 'order_desk' }, fact: 1 },
      { action: 'code_requested', fact: 2 },
    ]);
    expect((await house.as('desk').get(`/orders/${orderNo}/log`)).body.code).toBe('not_permitted');
  });
});

test('the messages of an order show channel and state, no text and no address', async () => {
  const { orderNo } = await issuedOrder(house, { notify: true });
  const { body, text } = await house.as('desk').get(`/messages?order=${orderNo}`);
  expect(body.items).toMatchObject([{ channel: 'email', status: 'queued', template: 'code_issued' }]);
  expect(text).not.toContain('example.com');
});

test('the summary counts orders by state, and what waits', async () => {
  await issuedOrder(house);
  const { body } = await house.as('desk').get('/summary');
  const [{ n }] = (await house.db('orders').where({ state: 'issued' }).count({ n: '*' })) as [{ n: number }];
  expect(body.states.issued).toBe(n);
  expect(body.backlog).toMatchObject({ unsent: expect.any(Number), sent: 0 });
});

describe('a code', () => {
  test('is shown with its text, its issues and the record of its check', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    await house.as('sales').post(`/orders/${orderNo}/reissues`, { reason: 'label_damaged' });
    await house.settle(orderId);
    const { body } = await house.as('desk').get(`/orders/${orderNo}/code`);
    expect(body).toMatchObject({
      text: expect.stringMatching(/^HTTPS:\/\/QR\.EXAMPLE\.COM\/Q#[A-Z2-7]+$/),
      live: { issueNo: 2, status: 'live' },
      issues: [
        { issueNo: 1, status: 'replaced' },
        { issueNo: 2, status: 'live' },
      ],
    });
    expect(body.records).toMatchObject([{ decoder: 'zxing-wasm', decoded: true }, { issueNo: 2 }]);
  });

  test('is drawn as SVG and PNG, for screen and print', async () => {
    const { orderNo } = await issuedOrder(house);
    const svg = await house.as('desk').get(`/orders/${orderNo}/code.svg`);
    expect(svg.headers.get('content-type')).toMatch(/^image\/svg\+xml/);
    expect(svg.text).toMatch(/^<svg .*订单二维码.*<\/svg>$/s);
    const png = await house.as('desk').get(`/orders/${orderNo}/code.png?medium=print`);
    expect(png.headers.get('content-type')).toBe('image/png');
    expect(png.text.slice(1, 4)).toBe('PNG');
  });

  test('that is not issued yet is refused', async () => {
    const { body } = await house.as('desk').post('/orders', anOrderBody());
    const shown = await house.as('desk').get(`/orders/${body.orderNo}/code`);
    expect([shown.status, shown.body.code]).toEqual([404, 'code_not_issued']);
    const voided = await house.as('manager').post(`/orders/${body.orderNo}/code-voids`, {});
    expect(voided.body.code).toBe('state_forbids');
  });

  test('is made void once', async () => {
    const { orderNo } = await issuedOrder(house);
    const makeVoid = () => house.as('manager').post(`/orders/${orderNo}/code-voids`, { reason: 'lost' });
    expect((await makeVoid()).status).toBe(201);
    expect((await makeVoid()).body.code).toBe('code_not_issued');
  });
});

describe('health', () => {
  test('needs no token', async () => {
    expect((await house.stranger.get('/health/live')).body).toEqual({ status: 'live' });
    expect((await house.stranger.get('/health/ready')).body).toEqual({ status: 'ready', policyVersion: 1 });
  });

  test('is not ready without a policy version in force', async () => {
    const own = await openHouse();
    await own.database.admin('policy_versions').update({ active: false });
    expect((await own.stranger.get('/health/ready')).body.code).toBe('out_of_service');
    await own.close();
  });

  test('is live but not ready without a database, and says when to ask again', async () => {
    const nobodyListens = openDatabase('postgres://oqr_api@127.0.0.1:1/none', {
      max: 2,
      application: 'test',
    });
    const own = await openHouse({ db: nobodyListens });
    expect((await own.stranger.get('/health/live')).status).toBe(200);
    const { status, body, headers } = await own.stranger.get('/health/ready');
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'out_of_service', '2']);
    await own.close();
    await nobodyListens.destroy();
  });
});
