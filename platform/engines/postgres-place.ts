import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunAs, run } from './child.js';
import type { Site } from './contract.js';
import { exists } from './exists.js';
import { sweepAbandoned, takeOwnership } from './ownership.js';
import { type Binaries, reachableBinaries } from './postgres-binaries.js';
import { shelterHome } from './shelter.js';

/** The unprivileged user every system has as `nobody`; PostgreSQL refuses to run as root. */
const NOBODY: RunAs = { uid: 65_534, gid: 65_534 };
const EPHEMERAL = 'ephemeral-';
const NOTE = 'postgres-is-elsewhere.txt';

/** Where the cluster, its password and the binaries are, and who runs them. */
export interface Place {
  dir: string;
  bin: string;
  as: RunAs | undefined;
}

/** The data directory itself, or for root, when PostgreSQL's user cannot get there, a place below /var/tmp. */
export async function findPlace(site: Site, binaries: Binaries): Promise<Place> {
  const noted = await notedPlace(site);
  if (process.getuid?.() !== 0) {
    const dir = noted ?? site.dataDir;
    await refuseForeign(join(dir, 'postgres'));
    return { dir, bin: join(binaries.native, 'bin'), as: undefined };
  }
  const dir = noted ?? (await placeForRoot(site));
  const as = await ownerOf(join(dir, 'postgres'));
  return { dir, bin: await reachableBinaries(binaries, as, site), as };
}

async function placeForRoot(site: Site): Promise<string> {
  const data = join(site.dataDir, 'postgres');
  const as = await ownerOf(data);
  if (await mayEnter(site.dataDir, as)) return site.dataDir;
  if (!(await exists(data))) return shelter(site);
  throw new Error(
    `PostgreSQL's data in ${data} belongs to user id ${as.uid}, which can no longer enter ${site.dataDir}: let it (chmod o+x on the directories above), or use another data directory.`,
  );
}

async function refuseForeign(data: string): Promise<void> {
  const owner = await stat(data).then(
    (found) => found.uid,
    () => undefined,
  );
  if (owner === undefined || owner === process.getuid?.()) return;
  throw new Error(
    `PostgreSQL's data in ${data} belongs to user id ${owner}: start as the user who made it, or use another data directory.`,
  );
}

/** The place an earlier start wrote down; its loss is never answered with an empty database. */
async function notedPlace(site: Site): Promise<string | undefined> {
  const note = join(site.dataDir, NOTE);
  const place = (await readFile(note, 'utf8').catch(() => '')).split('\n')[0]?.trim();
  if (!place || (await exists(place))) return place || undefined;
  throw new Error(
    `PostgreSQL's data was kept in ${place}, which is gone: restore it, or delete ${note} to begin with an empty database.`,
  );
}

async function shelter(site: Site): Promise<string> {
  const home = await shelterHome();
  await sweepAbandoned(home, EPHEMERAL);
  const hash = createHash('sha256').update(site.dataDir).digest('hex').slice(0, 16);
  const place = await mkdtemp(join(home, `${site.ephemeral ? EPHEMERAL : ''}${hash}-`));
  await chmod(place, 0o711);
  if (site.ephemeral) {
    site.litter.push(place);
    await takeOwnership(place);
  }
  const why = `User id ${NOBODY.uid}, which runs PostgreSQL for root, cannot enter ${site.dataDir}.`;
  const advice =
    'Some systems clean /var/tmp after 30 days: keep lasting data below a directory open to others.';
  await writeFile(join(site.dataDir, NOTE), `${place}\n${why}\n${advice}\n`);
  if (!site.ephemeral) site.say(`PostgreSQL keeps its data in ${place} (${why} ${advice})`);
  return place;
}

/** An existing cluster keeps its owner, unless that is root. */
async function ownerOf(data: string): Promise<RunAs> {
  const found = await stat(data).catch(() => undefined);
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : NOBODY;
}

async function mayEnter(dir: string, as: RunAs): Promise<boolean> {
  return (await run('/bin/sh', ['-c', 'cd "$1"', 'sh', dir], { as })).code === 0;
}
