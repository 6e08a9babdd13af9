import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Express } from 'express';

const BUILT = fileURLToPath(new URL('../dist/customer', import.meta.url));

/** Serves the page behind customers' codes and their guide; the token is in the fragment and never gets here by GET. */
export function mountCustomerWeb(app: Express, folder = BUILT): void {
  const file = join(folder, 'index.html');
  if (!existsSync(file)) return;
  app.use(
    '/q/assets',
    express.static(join(folder, 'assets'), {
      ...{ index: false, redirect: false, cacheControl: false },
      setHeaders: (res) => res.setHeader('Cache-Control', 'public, max-age=31536000, immutable'),
    }),
  );
  for (const name of ['icon.svg', 'icon-192.png', 'icon-512.png', 'manifest.webmanifest'])
    app.get(`/q/${name}`, (_req, res) => res.sendFile(join(folder, name), { maxAge: '1h' }));
  app.get('/q/sw.js', (_req, res) => res.sendFile(join(folder, 'sw.js'), { cacheControl: false }));
  for (const page of ['/q', '/guide'])
    app.get(page, (_req, res) => {
      res.set('Content-Security-Policy', POLICY).type('html').send(readFileSync(file, 'utf8'));
    });
}

/** No style or script but the files of this host, no other host at all, and nobody's frame around it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');
