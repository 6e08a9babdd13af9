import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { importFile } from '../../host/walk/front-door.js';
import { decodePng } from '../../qr/check.js';
import { as, type House } from './house.js';
import { eventually, factsOf } from './orders.js';
import { type Stage, scenario, type Visitor } from './stage.js';

/** What a seller's file needs to become an order with a customer who can be written to. */
const MAP = {
  ...{ name: 'journey', timeZone: 'Asia/Shanghai', currency: 'CNY', settlement: 'prepaid' },
  order: { no: '订单号', orderedAt: '下单时间' },
  customer: { ref: '客户号', name: '客户', phone: '电话', email: '邮箱', country: '国家' },
  line: { kind: 'goods', sku: '商品号', name: '商品', quantity: '数量', amount: { lineTotal: '金额' } },
};
const PHONE = '13800138000';

scenario('an imported order is paid, shipped and written off, its customer on a phone', async (stage) => {
  const { house, enter } = stage;
  const orderNo = await importOne(house);
  const address = await addressInTheMail(house, orderNo);
  const customer = await enter(undefined, { phone: true });
  await openCode(customer, `${house.url}${address}`, orderNo);
  await pay(customer, house);
  await ship(stage, address);
  expect(await factsOf(house, orderNo, 'shipped')).toBe(1);
  await seeItDone(customer);
  expect(await factsOf(house, orderNo, 'written_off')).toBe(1);

  const english = await enter(undefined, { phone: true, language: 'en' });
  await english.page.goto(`${house.url}${address}`);
  await english.page.getByText('This code is genuine').waitFor();
  expect(await statusOf(english.page)).toBe('Completed');
  await english.look('customer in English');
});

/** One order from a file, with its message to the customer. */
async function importOne(house: House): Promise<string> {
  const orderNo = `JOURNEY-${randomUUID().slice(0, 8).toUpperCase()}`;
  const file = join(house.dataDir, `${orderNo}.csv`);
  writeFileSync(
    file,
    `订单号,下单时间,客户号,客户,电话,邮箱,国家,商品号,商品,数量,金额
${orderNo},2026-11-20 09:30,${orderNo},王小明,${PHONE},wang@example.com,中国,T-1,龙井茶,2,120.00
`,
  );
  const { accepted } = await importFile(house.url, house.tokens.desk ?? '', file, {
    map: JSON.stringify(MAP),
  });
  expect(accepted).toBe(1);
  return orderNo;
}

interface Caught {
  id: string;
  channel: string;
  orderNo: string | null;
}
interface Content {
  to: string[];
  attachments: { contentType: string; contentBase64: string }[];
}

/** What a phone reads from the pictures of the mail: path and fragment of the customer's page. */
async function addressInTheMail(house: House, orderNo: string): Promise<string> {
  const manager = as(house, 'manager');
  const { id } = await eventually(`the mail of ${orderNo}`, async () => {
    const { items } = await manager.get<{ items: Caught[] }>('/inbox');
    return items.find((one) => one.orderNo === orderNo && one.channel === 'email');
  });
  const { to, attachments } = await manager.get<Content>(`/inbox/${id}`);
  expect(to).toEqual(['wang@example.com']);
  const pictures = attachments.filter(({ contentType }) => contentType === 'image/png');
  const texts = await Promise.all(
    pictures.map(async ({ contentBase64 }) => (await decodePng(Buffer.from(contentBase64, 'base64')))?.text),
  );
  expect([pictures.length, new Set(texts).size]).toEqual([2, 1]);
  const { pathname, hash } = new URL(texts[0] ?? '');
  return `${pathname}${hash}`;
}

/** Redacted first; the second proof shows the order, and the token has left the address. */
async function openCode({ page, look }: Visitor, address: string, orderNo: string): Promise<void> {
  await page.goto(address);
  await page.getByText('此码真实有效').waitFor();
  expect(page.url()).not.toContain('#');
  expect(await page.locator('main').textContent()).not.toContain(orderNo);
  await look('customer before the second proof');
  await page.getByLabel('下单手机号后四位').fill(PHONE.slice(-4));
  await page.getByRole('button', { name: '验证', exact: true }).tap();
  await page.getByText(orderNo).waitFor();
  expect(await statusOf(page)).toBe('等待付款');
  await look('customer after the second proof');
}

/** Through the simulated cashier, in another tab as a wallet would be; the page tells by itself that it is paid. */
async function pay({ page, look, allow }: Visitor, house: House): Promise<void> {
  allow(/^asks another host: http:\/\/127\.0\.0\.1:\d+\/pay\//);
  await page.getByRole('button', { name: '用微信支付付款' }).tap();
  const open = page.getByRole('link', { name: /^打开微信支付/ });
  await open.waitFor();
  await look('customer pays');
  const [cashier] = await Promise.all([page.context().waitForEvent('page'), open.tap()]);
  expect(new URL(cashier.url()).host).not.toBe(new URL(house.url).host);
  await cashier.getByRole('button', { name: /^付款/ }).tap();
  await cashier.getByText('已付款，可以关闭本页').waitFor();
  await cashier.close();
  await page.locator('.story').getByText('已付款').waitFor();
  expect(await statusOf(page)).toBe('正在备货');
  expect(await open.count()).toBe(0);
  await look('customer has paid');
}

/** Logistics scans the parcel and records what is done with it. */
async function ship({ enter }: Stage, address: string): Promise<void> {
  const { page, goTo } = await enter('logistics', { phone: true });
  await goTo('/scan?purpose=handle');
  await page.locator('.scan-typed input').fill(address.slice(address.indexOf('#') + 1));
  await page.locator('.scan-typed').getByRole('button').tap();
  const goods = page.getByRole('region', { name: '处理货物' });
  for (const deed of ['拣完', '装好', '发出'])
    await goods.getByRole('button', { name: `剩下的全部${deed}（2 件）` }).tap();
}

async function seeItDone({ page, look }: Visitor): Promise<void> {
  await eventually('the write-off on the customer’s page', async () => {
    await page.reload();
    return (await statusOf(page)) === '已完成' || undefined;
  });
  await page.locator('.story').getByText('订单已完成').waitFor();
  await look('customer sees the end');
}

const statusOf = async (page: Page): Promise<string> =>
  (await page.locator('.status').first().textContent())?.trim() ?? '';
