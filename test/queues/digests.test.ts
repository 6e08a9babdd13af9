import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type DigestPost, sweepDigests } from '../../queues/digests.js';
import { type ApiHouse, openHouse } from '../api/house.js';
import { issuedOrder } from '../api/order-body.js';
import { type ScriptedRelay, scriptedRelay } from './a-relay.js';

/** Monday to Thursday, the Wednesday a holiday of the company; its zone is Asia/Shanghai, it opens at 9. */
const at = (day: number, time: string) => () => new Date(`2026-12-${day}T${time}:00+08:00`);
const EMAIL = 'boss@mail.example';

let house: ApiHouse;
let relay: ScriptedRelay;
beforeAll(async () => {
  house = await openHouse();
  relay = await scriptedRelay();
  const days = [{ day: '2026-12-16', kind: 'holiday', reason: 'company day' }];
  await house.as('admin').post('/calendar/days', { days });
  const [{ orderNo }, { orderId }] = [await issuedOrder(house), await issuedOrder(house)];
  await house.as('manager').post(`/orders/${orderNo}/watch`, { on: true });
  await house.settle(orderId);
  await house.database.admin('orders').update({ due_at: new Date(Date.now() - 60_000) });
});
afterAll(async () => {
  await relay.stop();
  await house.close();
});

const post = (now: () => Date, smtpUrl = relay.url): DigestPost => ({
  ...{ db: house.database.as('oqr_worker', 4), ring: house.database.ring },
  ...{ smtpUrl, mailFrom: 'Shop <codes@shop.example>', now },
});
const sent = async () =>
  (await house.database.admin('digests').select('period', 'status').orderBy('due_at')).map(
    ({ period, status }) => `${period} ${status}`,
  );
const choose = (person: string, body: object) => house.as(person).post('/me/digests', body);

describe('a digest', () => {
  test('goes to whom asked for it when their working day begins, once, whoever sweeps', async () => {
    await choose('manager', { email: EMAIL, daily: true, weekly: true });
    await house.database.admin('digest_subscriptions').update({ changed_at: new Date('2026-12-01') });
    await sweepDigests(post(at(14, '06:00')));
    expect([await sent(), relay.taken()]).toEqual([[], 0]);
    const now = at(14, '12:00');
    await Promise.all([sweepDigests(post(now)), sweepDigests(post(now))]);
    await sweepDigests(post(now));
    expect((await sent()).toSorted()).toEqual(['daily sent', 'weekly sent']);
    expect(relay.taken()).toBe(2);
  });

  test('is not written on a day off, and the weekly one once a week', async () => {
    await sweepDigests(post(at(16, '12:00')));
    await sweepDigests(post(at(19, '12:00')));
    expect(relay.taken()).toBe(2);
    await sweepDigests(post(at(17, '12:00')));
    expect(relay.taken()).toBe(3);
  });

  test('that the relay does not take waits and is not lost; one that may have arrived does not go again', async () => {
    const closed = await scriptedRelay({ MAIL: '421 shutting down' });
    await sweepDigests(post(at(18, '12:00'), closed.url));
    await closed.stop();
    expect((await sent()).filter((one) => one === 'daily queued')).toHaveLength(1);
    await house.database
      .admin('digests')
      .where({ status: 'queued' })
      .update({ due_at: new Date(0) });
    await sweepDigests(post(at(18, '13:00')));
    expect(relay.taken()).toBe(4);
    await house.database
      .admin('digests')
      .where({ day: '2026-12-18' })
      .update({ status: 'sending', sending_at: new Date(0) });
    await sweepDigests(post(at(18, '14:00')));
    expect(await sent()).toContain('daily unknown');
    expect(relay.taken()).toBe(4);
  });

  test('ends when it is stopped, and nothing of the address stays or was ever readable', async () => {
    const stored = async () => {
      const { rows } = await house.database.admin.raw(
        `select s::text as row from digest_subscriptions s union all select l::text from log_entries l
         union all select k::text from idempotency_keys k union all select d::text from digests d`,
      );
      return rows.map(({ row }: { row: string }) => row).join('\n');
    };
    expect((await house.as('manager').get('/me/digests')).body).toEqual({
      ...{ email: EMAIL, daily: true, weekly: true },
    });
    expect(await stored()).not.toContain('boss');
    expect((await choose('manager', { email: null, daily: true, weekly: true })).body.daily).toBe(false);
    expect(await house.database.admin('digest_subscriptions')).toEqual([]);
    expect((await choose('desk', { email: EMAIL, daily: true, weekly: false })).body.code).toBe(
      'not_permitted',
    );
    expect((await choose('manager', { email: 'no address', daily: true, weekly: false })).status).toBe(400);
  });
});
