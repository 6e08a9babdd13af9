import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Express, type Request, type Response } from 'express';

const BUILT = fileURLToPath(new URL('../dist/web', import.meta.url));

/** Serves the built web below /app: files with a hash in their name for a year, the page itself never from a cache. */
export function mountWeb(app: Express, folder = BUILT): void {
  const file = join(folder, 'index.html');
  if (!existsSync(file)) return;
  app.get('/', (req, res, next) => {
    if (!asksForPage(req)) return next();
    res.redirect(302, '/app/');
  });
  app.use(
    '/app/assets',
    express.static(join(folder, 'assets'), {
      index: false,
      redirect: false,
      cacheControl: false,
      setHeaders: (res, path) => {
        res.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
        if (DECODER.test(path)) res.setHeader('Content-Security-Policy', DECODER_POLICY);
      },
    }),
  );
  for (const name of OWN_FILES)
    app.get(`/app/${name}`, (_req, res) => res.sendFile(join(folder, name), { maxAge: '1h' }));
  app.get('/app/sw.js', (_req, res) => {
    res.set('Cache-Control', 'no-cache');
    res.sendFile(join(folder, 'sw.js'), { cacheControl: false });
  });
  app.get('/app{/*address}', (req, res, next) => {
    if (!asksForPage(req) || req.path.startsWith('/app/assets/')) return next();
    sendPage(res, readFileSync(file, 'utf8'));
  });
}

/** What makes the page an app that can be installed. */
const OWN_FILES = ['icon.svg', 'icon-192.png', 'icon-512.png', 'manifest.webmanifest'];

/** The thread that decodes codes compiles WebAssembly; pages may not, so the permission goes with its own file. */
const DECODER = /[/\\]decode-worker-[^/\\]+\.js$/;
const DECODER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/** A browser that opens an address, not a script that asks for data. */
const asksForPage = (req: Request): boolean =>
  (req.get('Accept') ?? '').includes('text/html') && req.accepts(['json', 'html']) === 'html';

/** One nonce a page: styles made in the browser carry it, so that no 'unsafe-inline' is needed. */
function sendPage(res: Response, page: string): void {
  const nonce = randomBytes(16).toString('base64');
  res.set('Content-Security-Policy', policy(nonce));
  res.type('html').send(page.replace('__CSP_NONCE__', nonce));
}

const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
