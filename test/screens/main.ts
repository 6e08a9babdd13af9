import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { openChromium } from '../e2e/chromium.js';
import { HOUSE_VARIABLE, type House, theHouse } from '../e2e/house.js';
import { openSampleHouse } from '../e2e/sample-house.js';
import { FACES, type Face, hasStates, THEMES, type Theme } from './faces.js';
import { screensOf } from './list.js';
import { sampleOf } from './sample.js';
import type { Screen } from './screen.js';
import { STATES } from './states.js';
import { openStudio, type Shot } from './studio.js';

const HELP = `npm run screens -- [--only TEXT]…
  Every screen as a picture in screens/: both languages, light and dark, desk and phone; empty, loading and failing too.
  Ends with 1 on a serious finding of axe, a request to another host, an error in the console, a page wider than its
  window, a missing glyph, or a word that is not translated.
  --only TEXT  the pictures whose name holds one of these texts`;
const OUT = fileURLToPath(new URL('../../screens', import.meta.url));
/** How many faces are photographed at a time: two keep a small machine busy without making a screen late. */
const LANES = 2;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { only: { type: 'string', multiple: true, default: [] }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const { house, stop } = await openHouse();
  let stopped: Promise<void> | undefined;
  const end = () => {
    stopped ??= stop();
    return stopped;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void end().finally(() => process.exit(143)));
  try {
    return await photograph(house, values.only);
  } finally {
    await end();
  }
}

/** A private stack, or the one that the environment names. */
async function openHouse(): Promise<{ house: House; stop(): Promise<void> }> {
  if (process.env[HOUSE_VARIABLE]) return { house: theHouse(), stop: async () => undefined };
  return openSampleHouse((line) => console.error(`${new Date().toTimeString().slice(0, 8)}  ${line}`));
}

async function photograph(house: House, only: readonly string[]): Promise<number> {
  if (only.length === 0) rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const browser = await openChromium();
  try {
    return (await allOf(browser, house, only)) > 0 ? 1 : 0;
  } finally {
    await browser.close();
  }
}

async function allOf(browser: Browser, house: House, only: readonly string[]): Promise<number> {
  const screens = screensOf(await sampleOf(house));
  const faces = FACES.values();
  const told = { pictures: 0, faults: 0 };
  const lane = async () => {
    for (const face of faces) await oneFace(browser, house, { face, screens, only, told });
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  console.log(`${told.pictures} pictures in screens/, ${told.faults} faults`);
  return told.faults;
}

interface Sitting {
  face: Face;
  screens: readonly Screen[];
  only: readonly string[];
  told: { pictures: number; faults: number };
}

async function oneFace(
  browser: Browser,
  house: House,
  { face, screens, only, told }: Sitting,
): Promise<void> {
  const studio = openStudio(browser, house, face);
  for (const shot of shotsOf(screens, face)) {
    const nameOf = (theme: Theme) => `${shot.name}-${theme}`;
    const isAsked = (theme: Theme) => only.length === 0 || only.some((text) => nameOf(theme).includes(text));
    const themes = shot.themes.filter(isAsked);
    if (themes.length === 0) continue;
    const found = await studio.take({ ...shot, themes }, (theme) => ({
      name: nameOf(theme),
      path: join(OUT, `${nameOf(theme)}.png`),
    }));
    for (const fault of found) console.error(fault);
    told.faults += found.length;
    told.pictures += themes.length;
  }
  await studio.close();
}

/** Person by person, so that each signs in once. */
function shotsOf(screens: readonly Screen[], face: Face): Shot[] {
  const named = (name: string) => `${name}-${face.device}-${face.language}`;
  const fits = ({ device }: Screen) => device === undefined || device === face.device;
  const [theme] = THEMES.filter((one) => hasStates(face, one));
  const byPerson = (one: Screen, other: Screen) => (one.as ?? '').localeCompare(other.as ?? '');
  return screens
    .filter(fits)
    .toSorted(byPerson)
    .flatMap((screen) => [
      { ...screen, name: named(screen.name), themes: THEMES },
      ...(screen.states && theme ? STATES : []).map((state) => ({
        ...screen,
        name: named(`${screen.name}-${state}`),
        themes: THEMES.filter((one) => one === theme),
        state,
      })),
    ]);
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(2);
  },
);
