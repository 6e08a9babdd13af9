import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { mountCustomerWeb } from '../../api/customer-web.js';
import { type Listening, listen } from '../../api/listen.js';

let folder: string;
let listening: Listening;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'customer-web-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<title>page</title>');
  writeFileSync(join(folder, 'assets', 'index-a1b2.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'not served');
  const app = express();
  mountCustomerWeb(app, folder);
  listening = await listen(app, { bind: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await listening.stop(100);
  rmSync(folder, { recursive: true });
});

const get = (path: string) => fetch(`${listening.url}${path}`, { redirect: 'manual' });

describe('the page of customers', () => {
  test.each(['/Q', '/q', '/q/', '/guide'])(
    'stands at %s, whatever a browser says that it takes',
    async (path) => {
      const answer = await get(path);
      expect([answer.status, await answer.text()]).toEqual([200, '<title>page</title>']);
    },
  );

  test('its policy names no other host, nothing unsafe and no frame', async () => {
    const policy = (await get('/Q')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/https?:|\*|unsafe|blob:/);
  });

  test('files with a hash in their name are kept for a year, and nothing beside them is served', async () => {
    const kept = (await get('/q/assets/index-a1b2.js')).headers.get('cache-control');
    expect(kept).toBe('public, max-age=31536000, immutable');
    for (const path of ['/q/secret.txt', '/q/assets/gone.js', '/q/order'])
      expect((await get(path)).status).toBe(404);
  });
});
