/** `npm run build`: the web into dist/web and the customers' page into dist/customer; `buildWebOnce` does so only when its sources or the packages have changed. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensurePackages, root } from './packages.mjs';

const STAMP = join(root, 'dist', 'web', '.built-from');

/** A hash over everything that the build reads. */
function sources() {
  const files = ['package-lock.json', 'vite.config.ts', 'tsconfig.web.json'];
  const web = readdirSync(join(root, 'web'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const path of [...files.map((file) => join(root, file)), ...web.toSorted()])
    hash.update(path.slice(root.length)).update(readFileSync(path));
  return hash.digest('hex');
}

export async function buildWeb() {
  const { build } = await import('vite');
  const configFile = join(root, 'vite.config.ts');
  for (const mode of ['production', 'customers']) await build({ configFile, mode, logLevel: 'warn' });
  writeFileSync(STAMP, sources());
}

export async function buildWebOnce() {
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources()) return;
  console.error('building the web app (once)…');
  await buildWeb();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  ensurePackages();
  await buildWeb();
}
