import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { decodePng } from '../../qr/check.js';
import { as, type House } from './house.js';
import { aParcel, eventually, factsOf, sql } from './orders.js';
import { scenario } from './stage.js';

const NO_NETWORK = /ERR_INTERNET_DISCONNECTED|net::ERR_FAILED|Failed to fetch/;

/** The sealed code as it is printed: read off the label. */
async function printedCode(house: House, orderNo: string): Promise<string> {
  const answer = await fetch(`${house.url}/orders/${orderNo}/code.png?preset=receipt_80mm`, {
    headers: { authorization: `Bearer ${house.tokens.logistics}` },
  });
  const decoded = await decodePng(new Uint8Array(await answer.arrayBuffer()));
  if (!decoded) throw new Error(`the label of ${orderNo} was not read: ${answer.status}`);
  return decoded.text;
}

/** Pasted: on a busy machine a scanner's keys come as slowly as a person's. */
async function scan(page: Page, text: string): Promise<void> {
  const field = page.locator('.scan-typed input');
  await field.fill(text);
  await field.press('Enter');
}

/** The pieces that each shipment of an order was about. */
const shippedOf = (house: House, orderNo: string) =>
  sql<{ lines: unknown }>(
    house,
    `select f.detail->'lines' as lines from facts f join orders o on o.id = f.order_id
     where o.order_no = ? and f.type = 'shipped'`,
    [orderNo],
  );

const result = (page: Page, why: string) => page.locator(`[data-why=${why}]`);
const settled = (page: Page, orderNo: string, verdict: string) =>
  page.locator(`[data-settled=${verdict}]`).filter({ hasText: orderNo });

scenario(
  'without a network, a phone says yes to its list alone, and no yes is taken back',
  async ({ house, enter }) => {
    const [listed, replaced, parts] = [await aParcel(house), await aParcel(house), await aParcel(house)];
    const [yes, moved] = [await printedCode(house, listed), await printedCode(house, replaced)];
    const counted = await printedCode(house, parts);
    const { page, goTo, look, allow } = await enter('logistics', { phone: true });
    allow(NO_NETWORK);
    await goTo('/offline');
    await look('offline, nothing taken along');
    await page.getByRole('button', { name: '带上清单' }).tap();
    await page.getByText('可以', { exact: true }).waitFor();
    await look('offline, the list on the phone');
    const later = await aParcel(house);
    const unlisted = await printedCode(house, later);

    await page.context().setOffline(true);
    const reloaded = await page.reload();
    expect(reloaded?.fromServiceWorker()).toBe(true);
    await page.getByText('没有网络', { exact: false }).first().waitFor();
    await as(house, 'sales').post(`/orders/${replaced}/reissues`, {});
    await scan(page, yes);
    await result(page, 'on_list').waitFor();
    await look('offline, green');
    await scan(page, moved);
    await result(page, 'on_list').getByText(replaced).waitFor();
    await scan(page, unlisted);
    await result(page, 'not_on_list').waitFor();
    await look('offline, amber');
    await page.getByText('先点件数再登记', { exact: false }).tap();
    await scan(page, counted);
    await page.locator('[data-counting=shipped]').getByText(parts).waitFor();
    await page.getByRole('button', { name: '第 1 行加一件' }).tap();
    await look('offline, pieces counted');
    await scan(page, yes);
    await page.getByText('这一单还没有登记', { exact: false }).waitFor();
    await page.getByRole('button', { name: '发出 1 件' }).tap();
    await result(page, 'on_list').getByText(parts).waitFor();
    await page.getByText('先点件数再登记', { exact: false }).tap();
    await scan(page, `${yes.slice(0, -8)}${yes.at(-8) === 'A' ? 'B' : 'A'}${yes.slice(-7)}`);
    await result(page, 'forged').waitFor();
    await look('offline, red');
    await scan(page, yes);
    await result(page, 'nothing_left').waitFor();

    await page.context().setOffline(false);
    await settled(page, listed, 'recorded').first().waitFor();
    await settled(page, replaced, 'conflict').waitFor();
    await settled(page, later, 'recorded').waitFor();
    await look('offline, told to the house');
    expect(await factsOf(house, listed, 'shipped')).toBe(1);
    await settled(page, parts, 'recorded').waitFor();
    expect(await shippedOf(house, parts)).toEqual([{ lines: [{ lineNo: 1, quantity: 1 }] }]);
    expect(await page.locator('[data-settled=refused]').count()).toBe(0);
    const both = await eventually(`a case of ${replaced}`, async () => {
      const [found] = await sql<{ detail: { device?: object; record?: object } }>(
        house,
        `select c.detail from cases c join orders o on o.id = c.order_id where o.order_no = ? and c.step = 'offline'`,
        [replaced],
      );
      return found?.detail;
    });
    expect(both).toMatchObject({ device: { shown: 'green' }, record: { codeStatus: 'replaced' } });
  },
);
