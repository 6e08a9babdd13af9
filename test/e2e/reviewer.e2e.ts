import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { House } from './house.js';
import { anOrderInReview, factsOf } from './orders.js';
import { scenario } from './stage.js';

const QUESTION = /^请决定：订单 (.+) 可以核销吗/;

/** The order that the open review is about; another one than before. */
async function asked(page: Page, before?: string): Promise<string> {
  const questions = page.locator('h1').filter({ hasText: QUESTION });
  const title = before === undefined ? questions : questions.filter({ hasNotText: before });
  return QUESTION.exec((await title.textContent()) ?? '')?.[1] ?? '';
}

const whenMine = (page: Page) =>
  page.getByRole('button', { name: '批准核销', exact: true }).and(page.locator(':enabled')).waitFor();

const whenSent = (page: Page) => page.locator('.pending').waitFor({ state: 'detached' });

const decisionsOf = async (house: House, orderNo: string) => ({
  approved: await factsOf(house, orderNo, 'review_approved'),
  rejected: await factsOf(house, orderNo, 'review_rejected'),
});

scenario(
  'a reviewer works through the queue by keyboard: approves, undoes, rejects',
  async ({ house, enter }) => {
    const { page, goTo, look } = await enter('reviewer');
    const press = (key: string) => page.keyboard.press(key);
    await goTo('/reviews');
    await page.locator('.row').first().waitFor();
    await look('reviews');
    await press('j');
    await press('Enter');
    const first = await asked(page);
    await look('review');
    await press('c');
    await whenMine(page);
    await press('a');
    const second = await asked(page, first);
    await look('review with a decision that waits');
    await whenSent(page);
    expect(await decisionsOf(house, first)).toEqual({ approved: 1, rejected: 0 });

    await press('c');
    await whenMine(page);
    await press('a');
    const third = await asked(page, second);
    await press('u');
    await whenSent(page);
    expect(await decisionsOf(house, second)).toEqual({ approved: 0, rejected: 0 });

    await press('c');
    await whenMine(page);
    await press('r');
    await page.getByRole('dialog', { name: '驳回' }).waitFor();
    await look('rejecting');
    await press('ArrowDown');
    await press('Enter');
    await page.getByRole('button', { name: '确定' }).press('Enter');
    await asked(page, third);
    await whenSent(page);
    expect(await decisionsOf(house, third)).toEqual({ approved: 0, rejected: 1 });
  },
);

scenario(
  'a reviewer is told why an order of their own hand is not theirs to review',
  async ({ house, enter }) => {
    const { orderNo, reviewId } = await anOrderInReview(house, { paidBy: 'reviewer' });
    const { page, goTo, look } = await enter('reviewer');
    await goTo(`/reviews/${reviewId}`);
    await page.getByText('您不能审核这一单').waitFor();
    await look('review refused by four eyes');
    for (const key of ['c', 'a', 'r']) await page.keyboard.press(key);
    expect(await page.getByRole('button', { name: '批准核销', exact: true }).isDisabled()).toBe(true);
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await factsOf(house, orderNo, 'review_claimed')).toBe(0);
    await page.keyboard.press('n');
    expect(await asked(page, orderNo)).not.toBe(orderNo);
  },
);
