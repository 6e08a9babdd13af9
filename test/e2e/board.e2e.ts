import { expect } from '@jest/globals';
import { choose } from './choose.js';
import type { House } from './house.js';
import { eventually, sql } from './orders.js';
import { scenario } from './stage.js';

/** Turns the clock of orders that wait for their shipment: they are past their budget. */
async function lateOrders(house: House, count: number): Promise<string[]> {
  const late = await sql<{ orderNo: string }>(
    house,
    `update orders set state_since = now() - interval '20 days', due_at = now() - interval '3 days'
     where id in (select id from orders where state = 'dispatched' and due_at > now() order by order_no limit ?)
     returning order_no as "orderNo"`,
    [count],
  );
  return late.map(({ orderNo }) => orderNo);
}

const ownersOf = async (house: House, orders: readonly string[]) => {
  const found = await sql<{ owner: string }>(
    house,
    `select distinct owner_department as owner from orders where order_no in (${orders.map(() => '?').join()})`,
    [...orders],
  );
  return found.map(({ owner }) => owner);
};

scenario('a manager finds orders that are stuck, nudges one and reassigns two', async ({ house, enter }) => {
  const [nudged = '', ...others] = await lateOrders(house, 3);
  const { page, goTo, look } = await enter('manager');
  await goTo('/board');
  const pick = (orderNo: string) => page.getByRole('checkbox', { name: `勾选 ${orderNo}` }).check();
  await page.getByRole('checkbox', { name: `勾选 ${nudged}` }).waitFor();
  await look('board');

  await pick(nudged);
  await page.getByRole('button', { name: '催办', exact: true }).click();
  await choose(page, '原因', '已超时');
  await look('nudging');
  await page.getByRole('button', { name: '确定' }).click();
  await page.getByText('已完成：催办（1 单）').waitFor();

  for (const orderNo of others) await pick(orderNo);
  await page.getByRole('button', { name: '改派', exact: true }).click();
  await choose(page, '交给部门', '物流部');
  await choose(page, '原因', '同事不在');
  await page.getByRole('button', { name: '确定' }).click();
  await page.getByText('已完成：改派（2 单）').waitFor();
  await eventually('the new owner', async () =>
    (await ownersOf(house, others)).join() === 'logistics' ? true : undefined,
  );
  expect(await ownersOf(house, [nudged])).toEqual(['sales']);

  const nudgedOne = await enter('sales');
  await nudgedOne.goTo('/orders');
  await nudgedOne.page.getByText(nudged).first().waitFor();
});

scenario('a part of the board that does not load says so beside the rest', async ({ house, enter }) => {
  const [late = ''] = await lateOrders(house, 1);
  const { page, goTo, look, allow } = await enter('manager');
  allow(/ERR_FAILED|dynamically imported module/);
  await page.route('**/chart-panel-*.js', (route) => route.abort());
  await goTo('/board');
  await page.getByRole('alert').getByText('这一部分没有加载出来').waitFor();
  await page.getByRole('checkbox', { name: `勾选 ${late}` }).waitFor();
  await look('board without its charts');

  await page.unroute('**/chart-panel-*.js');
  await page.getByRole('button', { name: '重新加载' }).click();
  await page.getByText('每天核销').first().waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});
