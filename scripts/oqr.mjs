#!/usr/bin/env node
/** `oqr`: the command line of Order QR. */
import { join } from 'node:path';
import { register } from 'tsx/esm/api';
import { root } from './packages.mjs';

register();
await import(join(root, 'cli', 'main.ts'));
