import { scenario } from './stage.js';

scenario(
  'a wrong password is refused in words, the right one opens the queue of the person',
  async ({ house, enter }) => {
    const { page, allow, look } = await enter(undefined);
    await page.goto(`${house.url}/app/`);
    await page.getByLabel('账号').fill('reviewer');
    await page.getByLabel('密码').fill('a password of somebody else');
    await look('sign-in');
    allow(/status of 401/);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('alert').waitFor();
    await look('sign-in refused');
    await page.getByLabel('密码').fill(house.passwords.reviewer ?? '');
    await page.keyboard.press('Enter');
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
