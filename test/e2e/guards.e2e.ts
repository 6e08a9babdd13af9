import { describe, expect, test } from '@jest/globals';
import { theHouse } from './house.js';
import { openStage } from './stage.js';

/** Each guard of the scenarios meets what it must catch. */

const PLANT_FOREIGN = `fetch('https://foreign.example/pixel').catch(() => undefined)`;
const PLANT_VIOLATION = `document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button><img src="/app/icon.svg">')`;
const PLANT_WIDE = `document.querySelector('main').insertAdjacentHTML('beforeend', '<div id="wide">wide</div>');
  document.getElementById('wide').setAttribute('class', 'planted');
  document.getElementById('wide').style.setProperty('width', '5000px')`;
const PLANT_TOFU = `document.querySelector('main h1').append('\\ue123')`;
const PLANT_SMALL = `document.querySelector('main').insertAdjacentHTML('beforeend', '<button id="small">small</button>');
  document.getElementById('small').style.setProperty('height', '24px')`;
const PLANT_ERROR = `setTimeout(() => { throw new Error('planted') })`;

/** How long the browser may take to tell what a page did; the machine may be busy. */
const PATIENCE_MS = 10_000;

interface Catching {
  look?: boolean;
  phone?: boolean;
  withoutPolicy?: boolean;
  /** What the browser tells of its own accord, so that it has to be waited for. */
  told?: RegExp;
}

/** What the guards say about the orders screen after a plant. */
async function caught(
  plant: string,
  { look = false, phone = false, withoutPolicy = false, told }: Catching = {},
): Promise<string[]> {
  const stage = openStage(theHouse());
  try {
    const { page, goTo, look: lookOver } = await stage.enter('desk', { phone, withoutPolicy });
    await goTo('/orders');
    await page.evaluate(plant);
    await page.waitForTimeout(200);
    if (look) await lookOver('planted');
    const patienceEnds = Date.now() + PATIENCE_MS;
    while (told !== undefined && Date.now() < patienceEnds && !told.test(stage.faults().join())) {
      await page.waitForTimeout(50);
    }
    return stage.faults();
  } finally {
    await stage.close();
  }
}

describe('a guard', () => {
  test('is silent on a screen as it is', async () => {
    expect(await caught('0', { look: true })).toEqual([]);
  });

  test('catches a request to another host', async () => {
    const faults = await caught(PLANT_FOREIGN, { withoutPolicy: true, told: /asks another host/ });
    expect(faults).toContain('asks another host: https://foreign.example/pixel');
  });

  test('catches what the policy of the page refused', async () => {
    const faults = await caught(PLANT_FOREIGN, { told: /Content Security Policy/ });
    expect(faults.join()).toMatch(/console: .*Content Security Policy/);
  });

  test('catches a serious finding of axe', async () => {
    const faults = await caught(PLANT_VIOLATION, { look: true });
    expect(faults.join()).toMatch(/critical button-name/);
    expect(faults.join()).toMatch(/critical image-alt/);
  });

  test('catches a screen that is wider than its window', async () => {
    expect((await caught(PLANT_WIDE, { look: true })).join()).toMatch(/px wider than its window/);
  });

  test('catches a character that no font has', async () => {
    expect((await caught(PLANT_TOFU, { look: true })).join()).toMatch(/no font has \ue123/u);
  });

  test('catches what is too low for a finger, on a phone', async () => {
    expect((await caught(PLANT_SMALL, { look: true, phone: true })).join()).toMatch(/too low .* small 24 px/);
    expect(await caught(PLANT_SMALL, { look: true })).toEqual([]);
  });

  test('catches what is thrown in a page', async () => {
    expect(await caught(PLANT_ERROR, { told: /throws/ })).toEqual(['throws: planted']);
  });
});
