import type { Page } from 'playwright-core';
import { words as en } from '../../web/words/en.js';
import { words as zh } from '../../web/words/zh.js';
import type { Face } from './faces.js';

type Key = keyof typeof zh;
const WORDS = { zh, en };

/** What somebody does before the picture is taken; buttons go by their word in the language of the face. */
export type Step =
  | { click: Key }
  /** The first of some elements. */
  | { tap: string }
  /** An entry of an open menu. */
  | { pick: Key }
  | { fill: string; text: string }
  | { press: readonly string[] }
  | { scrollTo: string }
  | { wait: string };

export async function take(page: Page, step: Step, language: Face['language']): Promise<void> {
  const word = (key: Key) => WORDS[language][key];
  if ('click' in step)
    return page
      .getByRole('button', { name: new RegExp(literally(word(step.click))) })
      .first()
      .click();
  if ('tap' in step) return page.locator(step.tap).first().click();
  if ('pick' in step) return page.getByRole('menuitem', { name: word(step.pick) }).click();
  if ('fill' in step) {
    await page.locator(step.fill).fill(step.text);
    return page.locator(step.fill).focus();
  }
  if ('scrollTo' in step)
    return page.evaluate<void>(`document.querySelector(${JSON.stringify(step.scrollTo)})?.scrollIntoView()`);
  if ('wait' in step) return page.locator(step.wait).first().waitFor();
  for (const key of step.press) await page.keyboard.press(key);
}

/** A text is looked for without regard to its capitals: "More" would be found in "Return for more". */
const literally = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** An answer of the server as it would be; or its own answer about the session, with other fields. */
export type Pretence = { to: string } & (
  | { status?: number; body: object }
  | { session: Readonly<Record<string, unknown>> }
);

export async function pretend(page: Page, url: string, pretence: Pretence): Promise<void> {
  await page.route(`${url}${pretence.to}`, async (route) => {
    if ('body' in pretence)
      return route.fulfill({
        status: pretence.status ?? 200,
        contentType: 'application/json',
        body: JSON.stringify(pretence.body),
      });
    const response = await route.fetch();
    const told: { session: object } = JSON.parse(await response.text());
    const session = { ...told.session, ...pretence.session };
    return route.fulfill({ response, body: JSON.stringify({ ...told, session }) });
  });
}
