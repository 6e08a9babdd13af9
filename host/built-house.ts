import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { builtOnce, HOUSE } from '../platform/built.js';

/** What the API and the worker are made of, and what makes them. */
const ROOMS = [
  ...['domain', 'qr', 'db', 'intake', 'platform', 'queues', 'activities', 'workflows', 'api', 'worker'],
  'host',
];

/** Packages with native parts or files beside their code, and drivers that each other must find as one copy. */
const AS_THEY_ARE = [
  ...[
    '@napi-rs/canvas',
    '@node-rs/argon2',
    '@temporalio/*',
    'bullmq',
    'connect-pg-simple',
    'ioredis',
    'knex',
  ],
  ...['pdfkit', 'pg', 'pg-copy-streams', 'pino', 'subset-font'],
];

/** A file finds its neighbours where its source lies. */
const WHERE_IT_LIES: Plugin = {
  name: 'where it lies',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      loader: 'ts',
      contents: readFileSync(path, 'utf8').replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(path).href),
      ),
    })),
};

let built: Promise<string> | undefined;

/**
 * The API and the worker, one file each instead of some thousand: they start in a fraction of the time. All processes of
 * one house are of the same sources, those of its first.
 */
export async function builtEntry(name: 'api' | 'worker'): Promise<string> {
  built ??= builtOnce('house', ROOMS, async (outdir) => {
    await build({
      absWorkingDir: HOUSE,
      entryPoints: ['api/main.ts', 'worker/main.ts'],
      ...{ outdir, outExtension: { '.js': '.cjs' }, format: 'cjs', platform: 'node', target: 'node20.19' },
      ...{ bundle: true, mainFields: ['module', 'main'], external: AS_THEY_ARE, plugins: [WHERE_IT_LIES] },
      ...{ sourcemap: true, sourcesContent: false, logLevel: 'warning' },
    });
  });
  return join(await built, name, 'main.cjs');
}
