import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { as, type House } from './house.js';
import { anOrderInReview, factsOf, sql } from './orders.js';
import { scenario } from './stage.js';

/** What goes wrong between a person and the record ends in a clear message, and in one effect or none. */

const approve = (page: Page) => page.getByRole('button', { name: '批准核销', exact: true });
const claim = (page: Page) => page.getByRole('button', { name: '领取' });
/** A decision can be undone for five seconds; then it goes, and again until it is answered. */
const whenSent = async (page: Page) => {
  await page.locator('.pending').waitFor();
  await page.locator('.pending').waitFor({ state: 'detached' });
};
const whenAble = (page: Page) => approve(page).and(page.locator(':enabled')).waitFor();

/** The page goes on showing what it knows: each further look at the review is answered as the first one was. */
async function freeze(page: Page, reviewId: string): Promise<void> {
  const answer = await page.request.get(new URL(`/reviews/${reviewId}`, page.url()).href);
  const known = await answer.text();
  await page.route(`**/reviews/${reviewId}`, (route) =>
    route.fulfill({ contentType: 'application/json', body: known }),
  );
}

/** Turns the clock of a claim: its quarter of an hour is over. */
const expireLease = (house: House, reviewId: string) =>
  sql(
    house,
    `update review_claims set claimed_at = now() - interval '20 minutes', expires_at = now() - interval '5 minutes'
     where review_id = ?`,
    [reviewId],
  );

scenario('a session of another role is told so, and decides nothing', async ({ house, enter }) => {
  const { orderNo, reviewId } = await anOrderInReview(house);
  const { page, goTo, allow, look } = await enter('sales');
  allow(/status of 403/);
  await goTo(`/reviews/${reviewId}`);
  await page.getByRole('alert').getByText('权限').waitFor();
  await look('review without the right');
  const { lastMaterialFact } = await as(house, 'reviewer').get<{ lastMaterialFact: number }>(
    `/reviews/${reviewId}`,
  );
  const answer = await page.request.post(`${house.url}/reviews/${reviewId}/decision`, {
    headers: { 'idempotency-key': randomUUID(), origin: house.url },
    data: { decision: 'approved', materialFact: lastMaterialFact },
  });
  expect([answer.status(), (await answer.json()).code]).toEqual([403, 'not_permitted']);
  expect(await factsOf(house, orderNo, 'review_approved')).toBe(0);
});

scenario('of two reviewers at once one holds the review, the other sees who', async ({ house, enter }) => {
  const { orderNo, reviewId } = await anOrderInReview(house);
  const [one, other] = [await enter('reviewer'), await enter('reviewer2')];
  for (const { goTo, page } of [one, other]) {
    await goTo(`/reviews/${reviewId}`);
    await claim(page).waitFor();
  }
  for (const { page } of [one, other]) await freeze(page, reviewId);
  other.allow(/status of 409/);
  one.allow(/status of 409/);
  await Promise.all([claim(one.page).click(), claim(other.page).click()]);
  for (const { page } of [one, other]) await page.unroute(`**/reviews/${reviewId}`);
  await Promise.any([one, other].map(({ page }) => page.getByText('正在审核这一单').first().waitFor()));
  expect(await factsOf(house, orderNo, 'review_claimed')).toBe(1);
});

scenario('a connection lost in the middle of a decision decides once', async ({ house, enter }) => {
  const { orderNo, reviewId } = await anOrderInReview(house);
  const { page, goTo, allow } = await enter('reviewer');
  await goTo(`/reviews/${reviewId}`);
  await claim(page).click();
  await whenAble(page);
  let arrivals = 0;
  await page.route('**/reviews/*/decision', async (route) => {
    const answer = await route.fetch();
    arrivals += 1;
    await (arrivals === 1 ? route.abort('connectionreset') : route.fulfill({ response: answer }));
  });
  allow(/ERR_CONNECTION_RESET/);
  await approve(page).click();
  await whenSent(page);
  expect(arrivals).toBe(2);
  expect(await factsOf(house, orderNo, 'review_approved')).toBe(1);
});

scenario('a double click decides once', async ({ house, enter }) => {
  const { orderNo, reviewId } = await anOrderInReview(house);
  const { page, goTo } = await enter('reviewer');
  await goTo(`/reviews/${reviewId}`);
  await claim(page).dblclick();
  await whenAble(page);
  await approve(page).dblclick();
  await whenSent(page);
  expect(await factsOf(house, orderNo, 'review_claimed')).toBe(1);
  expect(await factsOf(house, orderNo, 'review_approved')).toBe(1);
});

scenario('the back button after a decision shows that it was taken', async ({ house, enter }) => {
  const { orderNo, reviewId } = await anOrderInReview(house);
  const { page, goTo } = await enter('reviewer');
  await goTo('/reviews');
  await goTo(`/reviews/${reviewId}`);
  await claim(page).click();
  await whenAble(page);
  await approve(page).click();
  await whenSent(page);
  await page.goBack();
  await page.getByText('这项审核已结束').waitFor();
  expect(await approve(page).isDisabled()).toBe(true);
  expect(await factsOf(house, orderNo, 'review_approved')).toBe(1);
});

scenario('a decision on evidence that has changed is refused', async ({ house, enter }) => {
  const { orderNo, reviewId } = await anOrderInReview(house);
  const { page, goTo, allow, look } = await enter('reviewer');
  await goTo(`/reviews/${reviewId}`);
  await claim(page).click();
  await whenAble(page);
  await freeze(page, reviewId);
  await as(house, 'finance').post(`/orders/${orderNo}/facts`, {
    type: 'payment_refunded',
    amountMinor: 100,
    currency: 'CNY',
  });
  allow(/status of 409/);
  await approve(page).click();
  await page.getByText(`订单 ${orderNo} 的决定没有生效`).waitFor();
  await look('decision refused');
  expect(await factsOf(house, orderNo, 'review_approved')).toBe(0);
});

scenario('a decision under an expired lease is refused', async ({ house, enter }) => {
  const { orderNo, reviewId } = await anOrderInReview(house);
  const { page, goTo, allow } = await enter('reviewer');
  await goTo(`/reviews/${reviewId}`);
  await claim(page).click();
  await whenAble(page);
  await freeze(page, reviewId);
  await expireLease(house, reviewId);
  allow(/status of 409/);
  await approve(page).click();
  await page.getByText(`订单 ${orderNo} 的决定没有生效`).waitFor();
  expect(await factsOf(house, orderNo, 'review_approved')).toBe(0);
});

scenario(
  'a script in a comment is text, and the longest name there may be fits',
  async ({ house, enter }) => {
    await expect(anOrderInReview(house, { customerName: '长'.repeat(300) })).rejects.toThrow('malformed');
    const script = '<img src=x onerror="globalThis.planted = 1"><script>globalThis.planted = 1</script>';
    const { orderNo } = await anOrderInReview(house, { customerName: '长'.repeat(200), note: script });
    for (const phone of [false, true]) {
      const { page, goTo, look } = await enter('service', { phone });
      await goTo(`/orders/${orderNo}`);
      await page.getByText('长长长').first().waitFor();
      await look('order with a long name');
      expect(await page.evaluate('globalThis.planted')).toBeUndefined();
    }
  },
);
