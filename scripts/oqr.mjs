#!/usr/bin/env node
/** `oqr`: the command line of Order QR, from wherever it is called. Installs the packages first when they are missing. */
import { join } from 'node:path';
import { ensurePackages, root } from './packages.mjs';

ensurePackages();
const { register } = await import('tsx/esm/api');
register();
await import(join(root, 'cli', 'main.ts'));
