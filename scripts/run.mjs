#!/usr/bin/env node
/** Runs a TypeScript entry of ours: `run.mjs host/start.ts --empty`. Installs the packages first when they are missing. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildWebOnce } from './build-web.mjs';
import { ensurePackages, root } from './packages.mjs';

/** These serve the web. */
const WITH_WEB = ['host/start.ts', 'test/e2e/main.ts', 'test/screens/main.ts'];

const [entry, ...args] = process.argv.slice(2);
ensurePackages();
if (WITH_WEB.includes(entry) && !args.includes('--help')) await buildWebOnce();
const tsx = pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
const child = spawn(process.execPath, ['--import', tsx, join(root, entry), ...args], { stdio: 'inherit' });
// Ctrl-C reaches the whole foreground group; a signal sent to this process alone is passed on.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
