/** `npm run web:size`: gzip of all script that each home loads, at most 400 KB, and the customers' page, at most 120 KB; builds the web first when it has changed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildWebOnce } from './build-web.mjs';
import { ensurePackages, root } from './packages.mjs';

const MOST_BYTES = 400 * 1024;
const MOST_OF_CUSTOMERS = 120 * 1024;
const HOMES = {
  reviewer: 'reviews/reviews-screen.tsx',
  technician: 'cases/cases-screen.tsx',
  manager: 'board/board-screen.tsx',
  'everybody else': 'orders/orders-screen.tsx',
};
/** Loaded beside the home's own script. */
const ALWAYS = ['index.html', 'words/zh.ts', '../node_modules/antd/es/locale/zh_CN.js'];

ensurePackages();
await buildWebOnce();
const folder = join(root, 'dist', 'web');
const customers = join(root, 'dist', 'customer');
const manifest = JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8'));

function filesOf(source, seen = new Set()) {
  const chunk = manifest[source];
  if (!chunk) throw new Error(`${source} is not in the build`);
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const imported of chunk.imports ?? []) filesOf(imported, seen);
  return seen;
}

const gzipBytes = (file, from = folder) => gzipSync(readFileSync(join(from, file)), { level: 9 }).length;

for (const [home, screen] of Object.entries(HOMES)) {
  const files = new Set([...ALWAYS, screen].flatMap((source) => [...filesOf(source)]));
  const bytes = [...files].reduce((sum, file) => sum + gzipBytes(file), 0);
  console.log(`${home.padEnd(16)} ${(bytes / 1024).toFixed(0).padStart(4)} KB gzip in ${files.size} files`);
  if (bytes > MOST_BYTES) process.exitCode = 1;
}

const scripts = readdirSync(customers, { recursive: true }).filter((file) => file.endsWith('.js'));
const ofCustomers = scripts.reduce((sum, file) => sum + gzipBytes(file, customers), 0);
console.log(
  `customers        ${(ofCustomers / 1024).toFixed(0).padStart(4)} KB gzip in ${scripts.length} files`,
);
if (ofCustomers > MOST_OF_CUSTOMERS) process.exitCode = 1;
