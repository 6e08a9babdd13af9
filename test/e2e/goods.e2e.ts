import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { choose } from './choose.js';
import { as, type House } from './house.js';
import { aParcelOf, arrivedAt, factsOf } from './orders.js';
import { scenario } from './stage.js';

const A_PHOTO = join(fileURLToPath(new URL('../../web/public', import.meta.url)), 'icon-192.png');

interface Handling {
  handling: string;
  lines: { lineNo: number; quantity: number }[];
  carrier: string | null;
  trackingNo?: string;
  photo: string | null;
}
const handlingsOf = async (house: House, orderNo: string): Promise<Handling[]> =>
  (await as(house, 'logistics').get<{ items: Handling[] }>(`/orders/${orderNo}/handlings`)).items;

/** Types or pastes what a scanner would read. */
async function read(page: Page, text: string): Promise<void> {
  await page.locator('.scan-typed input').fill(text);
  await page.locator('.scan-typed button').tap();
}

scenario('logistics picks, packs and ships a part, then the rest, on a phone', async ({ house, enter }) => {
  const { orderNo, token } = await aParcelOf(house, { paid: true });
  const { page, goTo, look } = await enter('logistics', { phone: true });
  const goods = page.getByRole('region', { name: '处理货物' });
  const press = (name: string) => goods.getByRole('button', { name }).tap();
  const step = (name: string) => goods.locator('.ant-segmented-item').filter({ hasText: name }).tap();
  await goTo('/scan?purpose=handle');
  await read(page, token);
  await goods.waitFor();
  await look('goods to pick');
  await press('剩下的全部拣完（5 件）');
  await press('剩下的全部装好（5 件）');

  await goods.getByRole('button', { name: '剩下的全部发出（5 件）' }).waitFor();
  await read(page, 'TEA-LJ-250');
  await read(page, '1');
  await choose(page, '承运商', '顺丰速运');
  await read(page, 'SF1029384756');
  await look('a part to ship');
  await press('发出 2 件');
  await page.getByText('SF1029384756').first().waitFor();
  expect((await handlingsOf(house, orderNo))[0]).toMatchObject({
    ...{ handling: 'ship', carrier: 'sf', trackingNo: 'SF1029384756' },
    lines: [{ lineNo: 1, quantity: 2 }],
  });

  await step('送达');
  await page.locator('[data-way=proof]').setInputFiles(A_PHOTO);
  await goods.getByText('有送达照片').waitFor();
  await look('a delivery with its photo');
  await press('剩下的全部送达（2 件）');
  await press('剩下的全部发出（3 件）');
  await arrivedAt(house, orderNo, 'archived');
  const done = await handlingsOf(house, orderNo);
  expect(done.map(({ handling }) => handling)).toEqual(['ship', 'deliver', 'ship', 'pack', 'pick']);
  expect(done[1]?.photo).toEqual(expect.any(String));
});

scenario('a parcel that came back leads to its order by its waybill', async ({ house, enter }) => {
  const { orderNo } = await aParcelOf(house, { paid: true });
  const parcel = { carrier: 'sf', trackingNo: 'SF7700112233445' };
  await as(house, 'logistics').post(`/orders/${orderNo}/handlings`, { handling: 'ship', parcel });
  const { page, goTo, look } = await enter('logistics', { phone: true });
  await goTo('/scan');
  await read(page, 'https://elsewhere.example/q');
  await page.getByRole('status').and(page.locator('[data-reason]')).waitFor();
  expect(await page.getByRole('button', { name: '按这个号码查找订单' }).count()).toBe(0);
  await read(page, 'SF7700112233445');
  await look('a waybill is no code');
  await page.getByRole('button', { name: '按这个号码查找订单' }).tap();
  await page.getByText(orderNo).first().waitFor();
  await page.getByText('运单号').first().waitFor();
  await look('found by its waybill');
  expect(page.url()).not.toContain('SF77');
});

scenario(
  'goods are handled from the order page, and more than is left is refused',
  async ({ house, enter }) => {
    const { orderNo } = await aParcelOf(house, { paid: false });
    const { page, allow, goTo, look } = await enter('logistics', { language: 'en' });
    allow(/409/);
    await goTo(`/orders/${orderNo}`);
    await page.getByRole('button', { name: 'Handle goods' }).click();
    const goods = page.getByRole('region', { name: 'Handle goods' });
    await goods.getByRole('button', { name: '1. Longjing tea' }).click();
    await goods.getByRole('button', { name: 'One piece fewer of line 1' }).click();
    await look('goods over the order page');
    await goods.getByRole('button', { name: 'Pick 2' }).click();
    await goods.getByText('2 picked').waitFor();
    await goods.locator('.ant-segmented-item').filter({ hasText: 'Ship' }).click();
    await goods.getByRole('button', { name: 'Ship everything left (5)' }).click();
    await page.getByText('The order is prepaid and not paid in full').waitFor();
    expect(await factsOf(house, orderNo, 'shipped')).toBe(0);
  },
);
