import { expect } from '@jest/globals';
import { choose } from './choose.js';
import { mend } from './house.js';
import { anOrderWithWrongData, eventually, sql } from './orders.js';
import { scenario } from './stage.js';

/** At least so many cases of one cause are retried together. */
const CANARY = 50;

scenario(
  'a technician finds one cause behind fifty cases, and a canary retries them all',
  async ({ house, enter }) => {
    expect(house.brokenOrders.length).toBeGreaterThanOrEqual(CANARY);
    const { page, goTo, look } = await enter('technician');
    await goTo('/incidents');
    const cause = page.locator('.row').filter({ hasText: String(house.brokenOrders.length) });
    await cause.first().waitFor();
    await look('incidents');
    await cause.first().click();
    await page.getByRole('button', { name: '现在预检' }).click();
    await page.getByText(`0 单会通过，${house.brokenOrders.length} 单仍会失败`).waitFor();
    await look('pre-flight before the cause is mended');

    mend(house, house.brokenOrders);
    await page.getByRole('button', { name: '现在预检' }).click();
    await page.getByText(`${house.brokenOrders.length} 单会通过，0 单仍会失败`).waitFor();
    await choose(page, '根本原因', '系统故障');
    await page.getByRole('button', { name: '开始分批重试' }).click();
    await page.getByRole('heading', { name: /^分批重试：/ }).waitFor();
    await look('canary under way');
    await page.getByRole('heading', { name: '分批重试：已完成' }).waitFor({ timeout: 120_000 });
    await page.getByText(`已证实 ${house.brokenOrders.length}`).waitFor();
    await look('canary finished');
  },
);

scenario(
  'a technician corrects wrong data, a second person applies it, the retry passes',
  async ({ house, enter }) => {
    const { orderNo, caseId } = await anOrderWithWrongData(house);
    const technician = await enter('technician');
    await technician.goTo(`/cases/${caseId}`);
    await technician.page.getByLabel('邮箱').fill('xiaoming@example.com');
    await technician.look('case with a correction');
    await technician.page.getByRole('button', { name: '提交更正' }).click();
    await technician.page.getByText('自己提交的更正要由别人核对').waitFor();
    expect(await technician.page.getByRole('button', { name: '同意更正' }).isDisabled()).toBe(true);

    const manager = await enter('manager');
    await manager.goTo(`/cases/${caseId}`);
    await manager.page.getByRole('button', { name: '同意更正' }).click();
    await manager.page.getByText('更正已由两人核对，已经生效。').waitFor();

    mend(house, [orderNo]);
    const { page } = technician;
    await page.getByText('更正已由两人核对，已经生效。').waitFor();
    await page.getByRole('button', { name: '重试', exact: true }).click();
    await choose(page, '根本原因', '数据有误');
    await page.getByRole('button', { name: '确定' }).click();
    await page.getByText('已完成：重试').waitFor();
    await eventually('the message', async () => {
      const [found] = await sql<{ state: string }>(house, 'select state from orders where order_no = ?', [
        orderNo,
      ]);
      return found?.state === 'dispatched' ? true : undefined;
    });
  },
);
