import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Catchers, startCatchers } from '../../platform/catchers/catchers.js';
import { smsSecret } from '../../platform/keys/secrets.js';
import { testKeyRing } from '../../platform/keys/test-ring.js';
import { openLog } from '../../platform/log.js';
import { deliverMessage } from '../../queues/delivery.js';
import { houseOf } from '../support/house.js';
import { type ApiHouse, openHouse } from './house.js';
import { issuedOrder } from './order-body.js';

let house: ApiHouse;
let catchers: Catchers;
beforeAll(async () => {
  const secret = smsSecret(testKeyRing());
  catchers = await startCatchers({ smsSecret: secret });
  house = await openHouse({ inbox: { url: catchers.inboxUrl, token: catchers.inboxToken } });
});
afterAll(async () => {
  await house.close();
  await catchers.stop();
});

/** An order whose e-mail has arrived. */
async function aMailedOrder(): Promise<string> {
  const { orderNo } = await issuedOrder(house, { notify: true });
  const [message] = (await house.as('desk').get(`/messages?order=${orderNo}`)).body.items;
  const smtpUrl = `smtp://${catchers.smtp.host}:${catchers.smtp.port}`;
  const channels = { smtpUrl, mailFrom: 'a@shop.example', smsUrl: undefined, smsSecret: Buffer.alloc(32) };
  await deliverMessage(
    { ...houseOf(house.database), ...channels, log: openLog('t', 'silent') },
    message.id,
    true,
  );
  return orderNo;
}

describe('the inbox of one machine', () => {
  test('lists what arrived without contents, and shows one as its reader sees it, with its state', async () => {
    const orderNo = await aMailedOrder();
    const { body } = await house.as('service').get('/inbox');
    expect(body.items).toMatchObject([
      { channel: 'email', orderNo, duplicate: false, message: { status: 'sent', templateVersion: 1 } },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/@|138[\d*]{8}/);
    const shown = (await house.as('service').get(`/inbox/${body.items[0].id}`)).body;
    expect(shown.title).toContain(orderNo);
    expect(shown.html).toMatch(/src="data:image\/png;base64,/);
    expect(shown.html).not.toContain('cid:');
    expect(shown.attachments).toHaveLength(2);
    expect((await house.as('service').get('/inbox/7d444840-9dc0-41d1-b245-5ffdce74fad2')).body.code).toBe(
      'message_unknown',
    );
  });

  test('hides what is about orders that its reader does not see', async () => {
    await house.database.admin('people').where({ id: 'service' }).update({ scope: 'department' });
    await house.database.admin('orders').update({ departments: ['archive'], owner_department: 'archive' });
    expect((await house.as('service').get('/inbox')).body.items).toEqual([]);
    const [caught] = (await house.as('manager').get('/inbox')).body.items;
    expect((await house.as('service').get(`/inbox/${caught.id}`)).status).toBe(404);
  });

  test('is off where messages go out for real', async () => {
    const other = await openHouse();
    expect((await other.as('service').get('/inbox')).body.code).toBe('inbox_off');
    await other.close();
  });
});
