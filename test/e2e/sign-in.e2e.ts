import type { Page } from 'playwright-core';
import type { House } from './house.js';
import { scenario } from './stage.js';
import { totp } from './totp.js';

/** A code counts once: the second one is that of the next half minute, which the server takes already. */
const STEP_MS = 30_000;

async function typePassword(page: Page, house: House, personId: string): Promise<void> {
  await page.getByLabel('账号').fill(personId);
  await page.getByLabel('密码', { exact: true }).fill(house.passwords[personId] ?? '');
  await page.keyboard.press('Enter');
}

scenario(
  'a wrong password is refused in words, the right one opens the queue of the person',
  async ({ house, enter }) => {
    const { page, allow, look } = await enter(undefined);
    await page.goto(`${house.url}/app/`);
    await page.getByLabel('账号').fill('reviewer');
    await page.getByLabel('密码', { exact: true }).fill('a password of somebody else');
    await look('sign-in');
    allow(/status of 401/);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('alert').waitFor();
    await look('sign-in refused');
    await typePassword(page, house, 'reviewer');
    await page.getByRole('heading', { name: '核销审核台' }).waitFor();
  },
);

scenario('whoever signs out sees nothing of it with the back button', async ({ enter }) => {
  const { page, goTo } = await enter('desk');
  await goTo('/orders');
  await goTo('/orders/10248');
  await page.getByRole('button', { name: '退出' }).click();
  await page.getByLabel('账号').waitFor();
  await page.goBack();
  await page.getByLabel('账号').waitFor();
});

scenario('an authenticator is set up, and from then on asked for at sign-in', async ({ house, enter }) => {
  const { page, allow, goTo, look } = await enter('auditor');
  await goTo('/me/security');
  await look('security');
  await page.getByRole('button', { name: '启用验证器' }).click();
  const secret = (await page.locator('.secret').textContent()) ?? '';
  await page.getByLabel('六位验证码').fill(totp(secret));
  await look('authenticator being set up');
  await page.getByRole('button', { name: '确认启用' }).click();
  await page.getByRole('dialog', { name: '恢复码' }).waitFor();
  await look('recovery codes');
  await page.getByRole('button', { name: '我已经保存好了' }).click();
  await page.getByText('已启用').waitFor();

  await page.getByRole('button', { name: '退出', exact: true }).click();
  await typePassword(page, house, 'auditor');
  await page.getByLabel('六位验证码').fill('000000');
  await look('second step');
  allow(/status of 401/);
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await page.getByLabel('六位验证码').fill(totp(secret, Date.now() + STEP_MS));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '登录与安全' }).waitFor();
});
