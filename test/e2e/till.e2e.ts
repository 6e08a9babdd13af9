import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { aParcelOf, arrivedAt, factsOf } from './orders.js';
import { scenario } from './stage.js';

/** As fast as a scanner, which no person is. */
const WEDGE_DELAY_MS = 3;

async function scanAt(page: Page, token: string): Promise<void> {
  await page.keyboard.type(token, { delay: WEDGE_DELAY_MS });
  await page.keyboard.press('Enter');
}

/** Pays as the payer's phone would, which the simulated cashier stands for. */
async function payAtCashier(page: Page): Promise<void> {
  const cashier = await page.getByRole('link', { name: '打开模拟收银台' }).getAttribute('href');
  const paid = await fetch(String(cashier), { method: 'POST' });
  expect(paid.ok).toBe(true);
}

scenario('the till takes a payment by a code, and shows it at once', async ({ house, enter }) => {
  const { orderNo, token } = await aParcelOf(house, { paid: false });
  const { page, goTo, look } = await enter('finance');
  await goTo('/scan?purpose=till');
  await scanAt(page, token);
  const till = page.getByRole('region', { name: '现场收款' });
  await till.getByText('待收 CNY 120.00').waitFor();
  await look('the till');
  await till.getByRole('button', { name: '微信支付收款' }).click();
  await till.locator('.ant-qrcode').waitFor();
  await look('the till shows a code to pay');
  await payAtCashier(page);
  await till.getByRole('status').getByText('已收 CNY 120.00').waitFor();
  await till.getByText('已付清').waitFor();
  await look('the till has taken a payment');
  await arrivedAt(house, orderNo, 'circulating');
  expect(await factsOf(house, orderNo, 'payment_received')).toBe(1);
});

scenario('the till takes cash in parts and says what goes back', async ({ house, enter }) => {
  const { orderNo, token } = await aParcelOf(house, { paid: false });
  const { page, goTo, look } = await enter('finance', { phone: true, language: 'en' });
  await goTo('/scan?purpose=till');
  await page.locator('.scan-typed input').fill(token);
  await page.locator('.scan-typed button').tap();
  const till = page.getByRole('region', { name: 'Till' });
  const given = till.getByRole('spinbutton', { name: 'Cash given (CNY)' });
  await given.fill('50');
  await till.getByRole('button', { name: 'Take CNY 50.00 in cash' }).tap();
  await till.getByRole('status').getByText('CNY 50.00 received').waitFor();
  await till.getByText('CNY 70.00 to take').waitFor();
  await given.fill('100');
  await till.getByText('Change: CNY 30.00').waitFor();
  await look('cash and change on a phone');
  await till.getByRole('button', { name: 'Take CNY 70.00 in cash' }).tap();
  await till.getByText('Paid in full').waitFor();
  expect(await factsOf(house, orderNo, 'payment_received')).toBe(2);
});

scenario(
  'who does not take money is told whom to take it to, and a sale is confirmed',
  async ({ house, enter }) => {
    const { orderNo, token } = await aParcelOf(house, { paid: false, settlement: 'cash_on_delivery' });
    const { page, goTo, look } = await enter('logistics');
    await goTo('/scan?purpose=till');
    await scanAt(page, token);
    await page.locator('[data-reason=not_permitted]').waitFor();
    expect(await page.getByRole('region', { name: '现场收款' }).count()).toBe(0);
    await look('the till of somebody else');

    const service = await enter('service');
    await service.goTo('/scan?purpose=till');
    await scanAt(service.page, token);
    const till = service.page.getByRole('region', { name: '现场收款' });
    await till.getByRole('button', { name: '客户当面确认' }).click();
    await till.getByRole('status').getByText('客户已确认').waitFor();
    await service.look('confirmed at the till');
    expect(await till.getByRole('button', { name: '收现金' }).count()).toBe(0);
    expect(await factsOf(house, orderNo, 'customer_confirmed')).toBe(1);
  },
);
