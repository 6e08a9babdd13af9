import { chmod, mkdir, mkdtemp, realpath, rm, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { EnginesOptions, Site } from './contract.js';
import { sweepAbandoned, takeOwnership } from './ownership.js';

const RUN = 'ephemeral-';

/** Settles the options and takes the ground the engines stand on; nothing is made when every engine was given. */
export async function moveIn(options: EnginesOptions): Promise<{ site: Site; moveOut: () => Promise<void> }> {
  const { databaseUrl, redisUrl, temporalAddress } = options;
  if (databaseUrl && redisUrl && temporalAddress) {
    return { site: settle(options, options.dataDir), moveOut: async () => undefined };
  }
  const made = await mkdir(resolve(options.dataDir), { recursive: true });
  const dataDir = await realpath(options.dataDir);
  if (options.ephemeral) return camp(options, dataDir, made !== undefined);
  const site = settle(options, dataDir);
  return { site, moveOut: await takeOwnership(dataDir) };
}

/** A fresh directory for every ephemeral run, so that removing it can never take anything else along. */
async function camp(options: EnginesOptions, base: string, baseIsOurs: boolean) {
  await sweepAbandoned(base, RUN);
  const dir = await mkdtemp(join(base, RUN));
  await chmod(dir, 0o711);
  await takeOwnership(dir);
  const site = settle(options, dir);
  const moveOut = async () => {
    for (const path of [...site.litter, dir]) await rm(path, { recursive: true, force: true });
    if (baseIsOurs) await rmdir(base).catch(() => undefined);
  };
  return { site, moveOut };
}

function settle(options: EnginesOptions, dataDir: string): Site {
  const { ephemeral = false, fsync = true, countStatements = false, ports = {}, supply = {} } = options;
  return {
    ...{ dataDir, ephemeral, fsync: fsync || !ephemeral, countStatements, ports, supply },
    ...{ say: options.say ?? (() => undefined), children: [], litter: [] },
  };
}
