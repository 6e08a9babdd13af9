import { writeFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { signIn } from '../e2e/door.js';
import type { House } from '../e2e/house.js';
import { HEIGHT, STILL } from '../e2e/in-page.js';
import { lookAt } from '../e2e/looks.js';
import { type Watch, watch } from '../e2e/watch.js';
import { type Face, type Theme, VIEWPORTS } from './faces.js';
import { untranslated } from './reading.js';
import type { Screen } from './screen.js';
import { putInto, type State } from './states.js';
import { pretend, take } from './steps.js';

/** How long a screen may take to stand, and then to have drawn everything. */
const PATIENCE_MS = 60_000;
const DRAWN_MS = 600;
const TURNED_MS = 300;
const TALLEST = 3_000;

export interface Shot extends Screen {
  state?: State;
  /** In which it is photographed, one after the other without another visit. */
  themes: readonly Theme[];
}

/** What the picture in a theme is called, and the file it goes to. */
interface Print {
  name: string;
  path: string;
}

interface Window {
  personId: string | undefined;
  page: Page;
  guard: Watch;
}

/**
 * One face, with a browser window for whoever is photographed. It is kept until somebody else is: a page that has run
 * the app before shows its next screen for a third of the work.
 */
export function openStudio(browser: Browser, house: House, face: Face) {
  let open: Window | undefined;
  const close = async () => {
    await open?.page.context().close();
    open = undefined;
  };
  const windowOf = async (personId: string | undefined): Promise<Window> => {
    if (open && open.personId === personId) return open;
    await close();
    open = await openWindow(browser, house, face, personId);
    return open;
  };
  return {
    /** Takes a picture in each theme, and tells what is wrong with them. */
    take: async (shot: Shot, printOf: (theme: Theme) => Print): Promise<string[]> => {
      const { page, guard } = await windowOf(shot.as);
      const found: string[] = [];
      try {
        await show(page, house, shot, face);
        for (const theme of await inTurn(page, shot.themes)) {
          const { name, path } = printOf(theme);
          await turnTo(page, theme);
          writeFileSync(path, await picture(page));
          found.push(...(await lookAt(page, name)));
        }
        const text = await page.evaluate<string>('document.body.innerText');
        found.push(
          ...untranslated(text, face.language).map((word) => `${shot.name}: ${word} is not translated`),
        );
      } catch (error) {
        found.push(`${shot.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
      found.push(...guard.faults.splice(0).map((fault) => `${shot.name}: ${fault}`));
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      return found;
    },
    close,
  };
}

async function openWindow(
  browser: Browser,
  house: House,
  face: Face,
  personId: string | undefined,
): Promise<Window> {
  const context = await browser.newContext({
    viewport: VIEWPORTS[face.device],
    hasTouch: face.device === 'phone',
    reducedMotion: 'reduce',
    locale: face.language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const kept = JSON.stringify({ 'oqr.language': face.language });
  await context.addInitScript(`if (location.protocol !== 'about:') Object.assign(localStorage, ${kept})`);
  if (personId !== undefined) await signIn(context, house, personId);
  const guard = watch(context, house.url);
  guard.allow(/status of (403|404|503)/);
  return { personId, page: await context.newPage(), guard };
}

async function show(page: Page, house: House, shot: Shot, { device, language }: Face): Promise<void> {
  const { path, beside, state, steps = [], pretend: pretences = [] } = shot;
  for (const one of pretences) await pretend(page, house.url, one);
  if (state) await putInto(page, house.url, state);
  await page.setViewportSize(VIEWPORTS[device]);
  await page.goto(`${house.url}${beside ? '' : '/app'}${path}`);
  await page.locator(standing(state)).first().waitFor();
  for (const step of steps) await take(page, step, language);
  await page.waitForTimeout(DRAWN_MS);
  await makeRoom(page);
}

/** The theme that the page has comes first. */
async function inTurn(page: Page, themes: readonly Theme[]): Promise<readonly Theme[]> {
  const now = await page.evaluate<string>('document.documentElement.dataset.mode');
  return themes.toSorted((one, other) => Number(other === now) - Number(one === now));
}

/** As the page's own screenshot, packed in a quarter of the time. */
async function picture(page: Page): Promise<Buffer> {
  const devtools = await page.context().newCDPSession(page);
  const { data } = await devtools.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
  await devtools.detach();
  return Buffer.from(data, 'base64');
}

/** As if another window of the same browser had turned the light on or off. */
async function turnTo(page: Page, theme: Theme): Promise<void> {
  if ((await page.locator(`html[data-mode=${theme}]`).count()) > 0) return;
  await page.evaluate(`localStorage.setItem('oqr.theme', '${theme}');
    dispatchEvent(new StorageEvent('storage', { key: 'oqr.theme' }))`);
  await page.locator(`html[data-mode=${theme}]`).waitFor();
  await page.waitForTimeout(TURNED_MS);
  await page.evaluate(STILL);
}

/** Makes the window as tall as what it would have to scroll; what lies above everything is looked at as it is. */
async function makeRoom(page: Page): Promise<void> {
  const [width, now] = [page.viewportSize()?.width ?? 0, page.viewportSize()?.height ?? 0];
  const height = Math.min(await page.evaluate<number>(HEIGHT), TALLEST);
  if (height > now) await page.setViewportSize({ width, height });
}

/** What shows that a screen is in its state. */
function standing(state: State | undefined): string {
  if (state === 'loading') return 'main .ant-skeleton';
  return state === 'failing' ? 'main [role=alert]' : 'main h1, main [role=alert]';
}
