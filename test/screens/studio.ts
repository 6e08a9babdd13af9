import type { Browser, BrowserContext, Page } from 'playwright-core';
import { signIn } from '../e2e/door.js';
import type { House } from '../e2e/house.js';
import { lookAt } from '../e2e/looks.js';
import { watch } from '../e2e/watch.js';
import { type Face, VIEWPORTS } from './faces.js';
import type { Screen } from './list.js';
import { untranslated } from './reading.js';
import { putInto, type State } from './states.js';
import { pretend, take } from './steps.js';

/** How long a screen may take to stand, and then to have drawn everything. */
const PATIENCE_MS = 30_000;
const DRAWN_MS = 600;

interface Shot extends Screen {
  state?: State;
}

/** One face, with a browser window for each person. */
export function openStudio(browser: Browser, house: House, face: Face) {
  const windows = new Map<string, Promise<BrowserContext>>();
  const windowOf = (personId = '') => {
    const known = windows.get(personId);
    if (known !== undefined) return known;
    const opened = openWindow(browser, house, face, personId);
    windows.set(personId, opened);
    return opened;
  };
  return {
    /** Takes one picture, and tells what is wrong with it. */
    take: async (shot: Shot, path: string): Promise<string[]> => {
      const context = await windowOf(shot.as);
      const guard = watch(context, house.url);
      guard.allow(/status of (403|404|503)/);
      const page = await context.newPage();
      try {
        await show(page, house, shot, face.language);
        await page.screenshot({ path });
        const text = await page.evaluate<string>('document.body.innerText');
        return [
          ...guard.faults.map((fault) => `${shot.name}: ${fault}`),
          ...(await lookAt(page, shot.name)),
          ...untranslated(text, face.language).map((found) => `${shot.name}: ${found} is not translated`),
        ];
      } catch (error) {
        return [`${shot.name}: ${error instanceof Error ? error.message : String(error)}`];
      } finally {
        await page.close();
        guard.end();
      }
    },
    close: async () => {
      for (const opened of windows.values()) await (await opened).close();
    },
  };
}

async function openWindow(
  browser: Browser,
  house: House,
  face: Face,
  personId: string,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: VIEWPORTS[face.device],
    hasTouch: face.device === 'phone',
    reducedMotion: 'reduce',
    locale: face.language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const kept = JSON.stringify({ 'oqr.language': face.language, 'oqr.theme': face.theme });
  await context.addInitScript(`if (location.protocol !== 'about:') Object.assign(localStorage, ${kept})`);
  if (personId !== '') await signIn(context, house, personId);
  return context;
}

async function show(page: Page, house: House, shot: Shot, language: Face['language']): Promise<void> {
  const { path, press, state, steps = [], pretend: pretences = [] } = shot;
  for (const one of pretences) await pretend(page, house.url, one);
  if (state) await putInto(page, house.url, state);
  await page.goto(`${house.url}/app${path}`);
  await page.locator(standing(state)).first().waitFor();
  for (const step of steps) await take(page, step, language);
  if (press) await page.keyboard.press(press);
  await page.waitForTimeout(DRAWN_MS);
}

/** What shows that a screen is in its state. */
function standing(state: State | undefined): string {
  if (state === 'loading') return '.ant-skeleton';
  return state === 'failing' ? 'main [role=alert]' : 'main h1, main [role=alert]';
}
