import { join } from 'node:path';
import { expect } from '@jest/globals';
import { writeFakeCamera } from '../support/fake-camera.js';
import { as, type House } from './house.js';
import { anOrderInReview } from './orders.js';
import { scenario } from './stage.js';

const tokenOf = async (house: House, orderNo: string): Promise<string> =>
  (await as(house, 'desk').get<{ text: string }>(`/orders/${orderNo}/code`)).text;

/** As fast as a scanner, which no person is. */
const WEDGE_DELAY_MS = 3;

scenario('a phone reads a code from its camera and says what it is', async ({ house, enter }) => {
  const { orderNo } = await anOrderInReview(house);
  const cameraFile = join(house.dataDir, `${orderNo}.y4m`);
  writeFakeCamera(cameraFile, [await tokenOf(house, orderNo)]);
  const { page, goTo, look } = await enter('logistics', { phone: true, cameraFile });
  await goTo('/scan');
  await look('scan on a phone');
  await page.getByRole('button', { name: '打开摄像头' }).tap();
  const result = page.getByRole('status');
  await result.getByText(orderNo).waitFor();
  await look('scanned on a phone');
  expect(await page.locator('.scan-result').first().getAttribute('class')).toContain('scan-good');
});

scenario(
  'a scanner that types reads codes, and a forged one is refused in words',
  async ({ house, enter }) => {
    const { orderNo } = await anOrderInReview(house);
    const token = await tokenOf(house, orderNo);
    const { page, goTo, look } = await enter('logistics');
    await goTo('/scan');
    await page.keyboard.type(token, { delay: WEDGE_DELAY_MS });
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText(orderNo).waitFor();
    await look('scanned by a scanner');
    const forged = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`;
    await page.keyboard.type(forged, { delay: WEDGE_DELAY_MS });
    await page.keyboard.press('Enter');
    await page.getByRole('status').and(page.locator('[data-reason]')).waitFor();
    await page.getByText('请留下实物').waitFor();
    await look('forged code');
  },
);
