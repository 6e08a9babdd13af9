#!/usr/bin/env node
/** Runs a TypeScript entry of ours: `run.mjs host/start.ts --empty`. Installs the packages first when they are missing. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildWebOnce } from './build-web.mjs';
import { ensurePackages, root } from './packages.mjs';

/** These serve the web. */
const WITH_WEB = ['host/start.ts', 'test/e2e/main.ts', 'test/screens/main.ts'];
const LOOK_MS = 500;

const [entry, ...args] = process.argv.slice(2);
ensurePackages();
if (WITH_WEB.includes(entry) && !args.includes('--help')) await buildWebOnce();
const tsx = pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
// By its channel the entry hears of the end of this process, however that ends.
const child = spawn(process.execPath, ['--import', tsx, join(root, entry), ...args], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
const stop = () => child.kill('SIGTERM');
// Ctrl-C reaches the whole foreground group, so that the entry hears it twice.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
process.on('disconnect', stop);
// npm ends the shell between itself and this process, and that alone.
if (process.env.npm_lifecycle_event) {
  const shell = process.ppid;
  setInterval(() => process.ppid !== shell && stop(), LOOK_MS).unref();
}
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
