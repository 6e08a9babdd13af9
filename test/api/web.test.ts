import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { type Listening, listen } from '../../api/listen.js';
import { mountWeb } from '../../api/web.js';

let folder: string;
let listening: Listening;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'web-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">');
  writeFileSync(join(folder, 'assets', 'main-a1b2.js'), 'export {};');
  writeFileSync(join(folder, 'assets', 'decode-worker-c3d4.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'not served');
  writeFileSync(join(folder, 'sw.js'), 'self.skip = 1;');
  writeFileSync(join(folder, 'manifest.webmanifest'), '{}');
  const app = express();
  app.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  mountWeb(app, folder);
  listening = await listen(app, { bind: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await listening.stop(100);
  rmSync(folder, { recursive: true });
});

const browse = (path: string, accept = 'text/html,*/*;q=0.8') =>
  fetch(`${listening.url}${path}`, { headers: { accept }, redirect: 'manual' });

describe('the built web', () => {
  test('every address below /app is the page, never from a cache, with a nonce of its own', async () => {
    const answers = await Promise.all([browse('/app/'), browse('/app/orders/A%2F1')]);
    const nonces = await Promise.all(
      answers.map(async (answer) => {
        expect(answer.status).toBe(200);
        expect(answer.headers.get('cache-control')).toBe('no-store');
        const nonce = /content="([^"]+)"/.exec(await answer.text())?.[1];
        expect(answer.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(2);
  });

  test('its policy names no other host and nothing unsafe', async () => {
    const policy = (await browse('/app/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/https?:|\*|unsafe/);
  });

  test('can be installed: its service worker is asked for anew each time, and its policy lets a manifest in', async () => {
    const worker = await browse('/app/sw.js', '*/*');
    expect([worker.status, worker.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    expect(worker.headers.get('content-type')).toContain('javascript');
    const manifest = await browse('/app/manifest.webmanifest', '*/*');
    expect(manifest.headers.get('content-type')).toContain('application/manifest+json');
    expect((await browse('/app/')).headers.get('content-security-policy')).toContain("manifest-src 'self'");
  });

  test('the decoder of codes alone may compile, and speaks to this host alone', async () => {
    const policyOf = async (name: string) =>
      (await browse(`/app/assets/${name}`, '*/*')).headers.get('content-security-policy') ?? '';
    const policy = await policyOf('decode-worker-c3d4.js');
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-inline|'unsafe-eval'/);
    expect(await policyOf('main-a1b2.js')).not.toContain('wasm');
  });

  test('files with a hash in their name are kept for a year', async () => {
    const answer = await browse('/app/assets/main-a1b2.js', '*/*');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  test('what is not there is not the page, and nothing beside it is served', async () => {
    expect((await browse('/app/assets/gone.js')).status).toBe(404);
    const secret = await browse('/app/secret.txt', '*/*');
    expect(secret.status).toBe(404);
    expect((await browse('/app/orders', 'application/json')).status).toBe(404);
  });

  test('the root leads there for a browser only', async () => {
    expect((await browse('/')).headers.get('location')).toBe('/app/');
    expect((await browse('/', 'application/json')).status).toBe(404);
  });
});
