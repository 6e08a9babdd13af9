import { expect } from '@jest/globals';
import { anOrderInReview } from './orders.js';
import { scenario } from './stage.js';

scenario('a reviewer works through the queue by keyboard', async ({ enter }) => {
  const { page, goTo, look } = await enter('reviewer');
  await goTo('/reviews');
  await look('reviews');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const question = page.getByRole('heading', { name: /可以核销吗/ });
  await question.waitFor();
  await look('review');
  const first = page.url();
  await page.keyboard.press('c');
  await page.getByRole('button', { name: '批准核销' }).and(page.locator(':enabled')).waitFor();
  await page.keyboard.press('a');
  await page.waitForURL((address) => address.href !== first);
  await question.waitFor();
});

scenario(
  'a reviewer is told why an order of their own hand is not theirs to review',
  async ({ house, enter }) => {
    const { reviewId } = await anOrderInReview(house, { paidBy: 'reviewer' });
    const { page, goTo, look } = await enter('reviewer');
    await goTo(`/reviews/${reviewId}`);
    await page.getByText('您不能审核这一单').waitFor();
    await look('review refused by four eyes');
    expect(await page.getByRole('button', { name: '批准核销' }).isDisabled()).toBe(true);
  },
);
