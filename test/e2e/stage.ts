import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openChromium } from './chromium.js';
import { signIn } from './door.js';
import { type House, theHouse } from './house.js';
import { lookAt } from './looks.js';
import { type Watch, watch } from './watch.js';

const PHOTOGRAPHS = fileURLToPath(new URL('../../screens/failed', import.meta.url));
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
/** How long a screen may take to show what was waited for; the machine may be busy. */
const PATIENCE_MS = 20_000;

/** Somebody in front of a browser. */
export interface Visitor {
  page: Page;
  allow: Watch['allow'];
  /** Goes to a screen of the web and waits until it stands. */
  goTo(path: string): Promise<void>;
  /** Looks the screen over as it stands; what is wrong with it fails the scenario. */
  look(name: string): Promise<void>;
}

export interface Entering {
  phone?: boolean;
  language?: 'zh' | 'en';
  cameraFile?: string;
  /** Lets a page do what its policy forbids: for what only the guards may meet. */
  withoutPolicy?: boolean;
}

export interface Stage {
  house: House;
  /** A browser of its own, signed in as a demo person; without one it stands at the door. */
  enter(personId: string | undefined, entering?: Entering): Promise<Visitor>;
}

let shared: Browser | undefined;
afterAll(async () => {
  await shared?.close();
  shared = undefined;
});

/** One scenario: it fails as well when any of its browsers saw a fault that was not provoked. */
export function scenario(name: string, play: (stage: Stage) => Promise<void>): void {
  test(name, async () => {
    const stage = openStage(theHouse());
    try {
      await play(stage);
    } catch (error) {
      await stage.photograph(name);
      throw error;
    } finally {
      await stage.close();
    }
    expect(stage.faults()).toEqual([]);
  });
}

/** A stage whose faults are the caller's to judge. */
export function openStage(house: House) {
  const watches: Watch[] = [];
  const contexts: BrowserContext[] = [];
  const browsers: Browser[] = [];
  const browserFor = async (cameraFile: string | undefined) => {
    if (cameraFile === undefined) {
      shared ??= await openChromium();
      return shared;
    }
    const own = await openChromium({ cameraFile });
    browsers.push(own);
    return own;
  };
  return {
    house,
    enter: async (personId: string | undefined, entering: Entering = {}): Promise<Visitor> => {
      const browser = await browserFor(entering.cameraFile);
      const context = await openContext(browser, house, personId, entering);
      contexts.push(context);
      const guard = watch(context, house.url);
      watches.push(guard);
      return visitor(await context.newPage(), house, guard);
    },
    faults: () => watches.flatMap(({ faults }) => faults),
    photograph: async (name: string) => {
      mkdirSync(PHOTOGRAPHS, { recursive: true });
      for (const [at, page] of contexts.flatMap((context) => context.pages()).entries())
        await page
          .screenshot({ path: join(PHOTOGRAPHS, `${name.replaceAll(/\W+/g, '-')}-${at + 1}.png`) })
          .catch(() => undefined);
    },
    close: async () => {
      for (const guard of watches) guard.end();
      for (const context of contexts) await context.close();
      for (const browser of browsers) await browser.close();
    },
  };
}

async function openContext(
  browser: Browser,
  house: House,
  personId: string | undefined,
  { phone = false, language = 'zh', cameraFile, withoutPolicy = false }: Entering,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: phone ? PHONE : DESK,
    hasTouch: phone,
    bypassCSP: withoutPolicy,
    reducedMotion: 'reduce',
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
    ...(cameraFile && { permissions: ['camera'] }),
  });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript(
    `if (location.protocol !== 'about:') localStorage.setItem('oqr.language', ${JSON.stringify(language)})`,
  );
  if (personId) await signIn(context, house, personId);
  return context;
}

function visitor(page: Page, house: House, guard: Watch): Visitor {
  return {
    page,
    allow: guard.allow,
    goTo: async (path) => {
      await page.goto(`${house.url}/app${path}`);
      await page.locator('main h1, main [role=alert]').first().waitFor();
    },
    look: async (name) => {
      await page.locator('.ant-skeleton').waitFor({ state: 'detached' });
      guard.faults.push(...(await lookAt(page, name)));
    },
  };
}
