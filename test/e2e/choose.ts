import type { Page } from 'playwright-core';

/** Picks an entry of a list that opens below its field: of the dialog, when one is open. */
export async function choose(page: Page, field: string, entry: string): Promise<void> {
  await page.getByRole('combobox', { name: field }).last().click();
  await page.locator('.ant-select-item-option').filter({ hasText: entry }).last().click();
}
