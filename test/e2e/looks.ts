import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { AXE_RUN, SMALL, STILL, TOFU, WIDER } from './in-page.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  impact: string | null;
  nodes: string[];
}

/**
 * What is wrong with a screen as it stands: axe's serious and critical findings, its width, glyphs that no font has,
 * and on a phone what a finger misses.
 */
export async function lookAt(page: Page, name: string): Promise<string[]> {
  await page.evaluate(STILL);
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(AXE);
  const violations = await page.evaluate<Violation[]>(AXE_RUN);
  const wider = await page.evaluate<number>(WIDER);
  const tofu = await page.evaluate<string[]>(TOFU);
  const small = isPhone(page) ? new Set(await page.evaluate<string[]>(SMALL)) : [];
  return [
    ...violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, impact, nodes }) => `${name}: ${impact} ${id}: ${nodes.join(' | ')}`),
    ...(wider > 0 ? [`${name}: ${wider} px wider than its window`] : []),
    ...[...small].map((one) => `${name}: too low for a finger: ${one} px`),
    ...(tofu.length > 0 ? [`${name}: no font has ${tofu.join(' ')}`] : []),
  ];
}

/** As web/phone.ts draws the line. */
const isPhone = (page: Page): boolean => (page.viewportSize()?.width ?? 0) < 768;
