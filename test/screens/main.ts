import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { openChromium } from '../e2e/chromium.js';
import { HOUSE_VARIABLE, type House, theHouse } from '../e2e/house.js';
import { openSampleHouse } from '../e2e/sample-house.js';
import { FACES, type Face, hasStates } from './faces.js';
import { type Screen, screensOf } from './list.js';
import { sampleOf } from './sample.js';
import { STATES } from './states.js';
import { openStudio } from './studio.js';

const HELP = `npm run screens -- [--only TEXT]
  Every screen as a picture in screens/: both languages, light and dark, desk and phone; empty, loading and failing too.
  Ends with 1 on a serious finding of axe, a request to another host, an error in the console, a page wider than its
  window, a missing glyph, or a word that is not translated.
  --only TEXT  the pictures whose name holds this text`;
const OUT = fileURLToPath(new URL('../../screens', import.meta.url));

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { only: { type: 'string', default: '' }, help: { type: 'boolean' } },
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

async function photograph(house: House, only: string): Promise<number> {
  if (only === '') rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const browser = await openChromium();
  try {
    return (await allOf(browser, house, only)) > 0 ? 1 : 0;
  } finally {
    await browser.close();
  }
}

async function allOf(browser: Browser, house: House, only: string): Promise<number> {
  const screens = screensOf(await sampleOf(house));
  let faults = 0;
  let pictures = 0;
  for (const face of FACES) {
    const studio = openStudio(browser, house, face);
    for (const shot of shotsOf(screens, face)) {
      if (!shot.name.includes(only)) continue;
      const found = await studio.take(shot, join(OUT, `${shot.name}.png`));
      for (const fault of found) console.error(fault);
      faults += found.length;
      pictures += 1;
    }
    await studio.close();
  }
  console.log(`${pictures} pictures in screens/, ${faults} faults`);
  return faults;
}

function shotsOf(screens: readonly Screen[], face: Face) {
  const named = (name: string) => `${name}-${face.device}-${face.language}-${face.theme}`;
  const fits = ({ device }: Screen) => device === undefined || device === face.device;
  return screens.filter(fits).flatMap((screen) => [
    { ...screen, name: named(screen.name) },
    ...(screen.states && hasStates(face) ? STATES : []).map((state) => ({
      ...screen,
      name: named(`${screen.name}-${state}`),
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
