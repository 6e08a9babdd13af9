import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { choose } from './choose.js';
import { as, type House } from './house.js';
import { anOrderInReview } from './orders.js';
import { scenario } from './stage.js';

const HOUR_MS = 3_600_000;
/** As a field of the browser's zone takes it: Asia/Shanghai. */
const inHours = (hours: number): string =>
  new Date(Date.now() + (hours + 8) * HOUR_MS).toISOString().slice(0, 16);

async function signInAs(page: Page, house: House, { id, password }: { id: string; password: string }) {
  await page.goto(`${house.url}/app/`);
  await page.getByLabel('账号').fill(id);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

const nextClick = (page: Page) =>
  page
    .getByRole('link', { name: '订单' })
    .click({ timeout: 3_000 })
    .catch(() => undefined);

scenario('an administrator adds a reviewer, lets them in, and shuts them out', async ({ house, enter }) => {
  const id = `e2e-${randomUUID().slice(0, 8)}`;
  const { page, goTo, look } = await enter('admin');
  await goTo('/settings/people');
  await page.getByRole('button', { name: '新增人员' }).click();
  const dialog = page.getByRole('dialog', { name: '新增人员' });
  const add = () => dialog.getByRole('button', { name: '新增人员' }).click();
  await dialog.getByLabel('账号').fill(id);
  await dialog.getByLabel('姓名').fill('名'.repeat(300));
  await dialog.getByRole('checkbox', { name: '审核员', exact: true }).check();
  const finance = dialog.getByRole('checkbox', { name: /^财务/ });
  expect(await finance.isDisabled()).toBe(true);
  await dialog.getByText('已选「审核员」：这两个岗位不能由同一人担任。').first().waitFor();
  await add();
  await dialog.getByText('姓名最多 100 个字，现在有 300 个').waitFor();
  await look('a person being added');
  await dialog.getByLabel('姓名').fill('名'.repeat(100));
  await add();
  await page.getByRole('heading', { name: '名'.repeat(100) }).waitFor();
  await look('a person with a long name');

  await page.getByRole('button', { name: '设置初始密码' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '设置初始密码' }).click();
  const password = ((await page.locator('.secret').textContent()) ?? '').trim();
  expect(password).toMatch(/^([a-z0-9]{5}-){3}[a-z0-9]{5}$/);
  await page.getByRole('button', { name: '我已经保存好了' }).click();

  const reviewer = await enter(undefined);
  await signInAs(reviewer.page, house, { id, password });
  await reviewer.page.getByRole('heading', { name: '核销审核台' }).waitFor();
  reviewer.allow(/status of 401/);
  await page.getByRole('button', { name: '停用', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: '停用', exact: true }).click();
  await page.getByText('已停用').first().waitFor();
  // Their page may have heard of it by itself.
  await nextClick(reviewer.page);
  await reviewer.page.getByLabel('账号').waitFor();

  const onPhone = await enter('admin', { phone: true });
  for (const path of ['/settings/people', `/settings/people/${id}`, '/settings/calendar']) {
    await onPhone.goTo(path);
    await onPhone.look(`${path} on a phone`);
  }
});

scenario('a substitute sees whose place they take, and so does the record', async ({ house, enter }) => {
  const { orderNo, reviewId } = await anOrderInReview(house);
  const { page, goTo, look } = await enter('manager');
  await goTo('/settings/people/reviewer');
  await page.getByRole('button', { name: '安排代班' }).click();
  await choose(page, '由谁代班', '演示·档案员');
  await page.getByLabel('到', { exact: true }).fill(inHours(2));
  await look('an absence being arranged');
  await page.getByRole('dialog').getByRole('button', { name: '安排代班' }).click();
  await page.getByText('代班已安排').waitFor();

  const substitute = await enter('archivist');
  await substitute.goTo(`/reviews/${reviewId}`);
  const mark = substitute.page.getByRole('button', { name: '代 演示·审核员甲' });
  await mark.waitFor();
  await as(house, 'archivist').post(`/reviews/${reviewId}/claims`, {});
  await substitute.goTo(`/orders/${orderNo}`);
  await substitute.page.getByText('演示·档案员（代 演示·审核员甲）').first().waitFor();
  await substitute.look('an order with a deed for another');

  await page.getByRole('button', { name: '提前结束' }).click();
  await page.getByText('代班已结束').waitFor();
  await substitute.goTo('/orders');
  await mark.waitFor({ state: 'detached' });
});
