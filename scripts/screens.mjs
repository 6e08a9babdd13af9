/**
 * `npm run screens -- [--url http://127.0.0.1:8080] [--only text]`: every screen of a running installation as a picture, in both
 * languages, light and dark, on a desk and on a phone, and what axe finds on it. Ends with 1 on a serious finding, on
 * a request to another host, on anything the page's policy refused, and on a page wider than its window.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { root } from './packages.mjs';
import { demoPeopleOf, sampleOf } from './screens-sample.mjs';

const { values } = parseArgs({
  options: { url: { type: 'string', default: 'http://127.0.0.1:8080' }, only: { type: 'string' } },
});
const url = values.url.replace(/\/$/, '');
const out = join(root, 'screens');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

/** Widths and looks: both languages and both themes appear on both devices. */
const FACES = [
  { device: 'desk', language: 'zh', theme: 'light', viewport: { width: 1440, height: 900 } },
  { device: 'desk', language: 'en', theme: 'dark', viewport: { width: 1440, height: 900 } },
  { device: 'phone', language: 'zh', theme: 'dark', viewport: { width: 390, height: 844 } },
  { device: 'phone', language: 'en', theme: 'light', viewport: { width: 360, height: 740 } },
];

const faults = [];
let pictures = 0;
const people = await demoPeopleOf();
const sample = await sampleOf(url, people);
const SCREENS = [
  { name: 'sign-in', path: '/app/' },
  { name: 'orders', path: '/app/orders', as: 'desk' },
  { name: 'orders-state', path: '/app/orders?state=pending_review', as: 'sales' },
  { name: 'order', path: `/app/orders/${encodeURIComponent(sample.order)}`, as: 'service' },
  { name: 'order-risky', path: `/app/orders/${encodeURIComponent(sample.reviewedOrder)}`, as: 'manager' },
  { name: 'order-unknown', path: '/app/orders/NONE', as: 'desk' },
  { name: 'reviews', path: '/app/reviews', as: 'reviewer' },
  { name: 'review', path: `/app/reviews/${sample.review}`, as: 'reviewer' },
  { name: 'cases', path: '/app/cases', as: 'technician' },
  ...(sample.case ? [{ name: 'case', path: `/app/cases/${sample.case}`, as: 'technician' }] : []),
  { name: 'board', path: '/app/board', as: 'manager' },
  { name: 'scan', path: '/app/scan', as: 'logistics' },
  { name: 'security', path: '/app/me/security', as: 'desk' },
  { name: 'search', path: '/app/search', as: 'service' },
  { name: 'help', path: '/app/orders', as: 'desk', press: '?' },
];

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
try {
  for (const face of FACES) {
    for (const screen of SCREENS.filter(({ name }) => !values.only || name.includes(values.only)))
      await shoot(face, screen);
  }
} finally {
  await browser.close();
}
for (const fault of faults) console.error(fault);
console.log(`${pictures} pictures in screens/, ${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);

async function shoot(face, screen) {
  const name = `${screen.name}-${face.device}-${face.language}-${face.theme}`;
  const context = await browser.newContext({ viewport: face.viewport, reducedMotion: 'reduce' });
  await context.addInitScript(
    ([language, theme]) => {
      localStorage.setItem('oqr.language', language);
      localStorage.setItem('oqr.theme', theme);
    },
    [face.language, face.theme],
  );
  if (screen.as) await signIn(context, screen.as);
  const page = await context.newPage();
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !/^(blob|data):/.test(request.url()))
      faults.push(`${name}: asks ${request.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 404/.test(message.text()))
      faults.push(`${name}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`${name}: ${error.message}`));
  await page.goto(`${url}${screen.path}`);
  await page.waitForSelector('main h1, main .ant-alert');
  await page.waitForTimeout(700);
  if (screen.press) await page.keyboard.press(screen.press);
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(out, `${name}.png`), fullPage: false });
  pictures += 1;
  await examine(page, name, face);
  await context.close();
}

async function signIn(context, person) {
  const data = { person, password: people[person].password };
  const answer = await context.request.post(`${url}/session`, { data });
  if (!answer.ok()) throw new Error(`${person} cannot sign in: ${answer.status()} ${await answer.text()}`);
}

async function examine(page, name, { viewport, language }) {
  const wide = await page.evaluate(() => {
    const main = document.querySelector('main');
    return Math.max(
      document.documentElement.scrollWidth - innerWidth,
      main ? main.scrollWidth - main.clientWidth : 0,
    );
  });
  if (wide > 1) faults.push(`${name}: ${wide} px wider than ${viewport.width}`);
  const text = await page.evaluate(() => document.querySelector('#root')?.textContent ?? '');
  const key =
    /\b(state|fact|nav|because|action|scan|record|order|review|case|step|cause|risk)\.[a-z_]{3,}\b/.exec(
      text,
    );
  if (key) faults.push(`${name}: ${key[0]} is shown as a key`);
  const han =
    language === 'en' ? text.replace(/\u4e2d|\u6f14\u793a\S*/g, '').match(/\p{Script=Han}{2,}/u) : null;
  if (han) faults.push(`${name}: Chinese in English: ${han[0]}`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }),
  );
  for (const { id, impact, nodes } of violations) {
    if (impact === 'serious' || impact === 'critical')
      faults.push(
        `${name}: ${impact} ${id}: ${nodes
          .slice(0, 3)
          .map((node) => `${node.target} ${node.any[0]?.message ?? ''}`)
          .join(' | ')}`,
      );
  }
}
