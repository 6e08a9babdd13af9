import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './child.js';
import type { Site } from './contract.js';
import { exists } from './exists.js';
import type { Place } from './postgres-place.js';
import { passwordIn } from './secret.js';

export const SUPERUSER = 'postgres';

/** Chinese collation by ICU; a UTF-8 LC_CTYPE, without which pg_trgm finds no Chinese text. macOS has no C.UTF-8. */
const LOCALE = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';

/** Makes the cluster at the first start and answers its superuser's password, which is kept beside it. */
export async function makeCluster(site: Site, place: Place): Promise<string> {
  const data = join(place.dir, 'postgres');
  const passwordFile = join(place.dir, 'postgres.password');
  if (!(await exists(join(data, 'PG_VERSION')))) {
    const password = await passwordIn(passwordFile);
    await initialise(site, place, password);
    return password;
  }
  await refuseOtherMajor(data, place.bin);
  if (await exists(passwordFile)) return passwordIn(passwordFile);
  throw new Error(`The password of PostgreSQL's data in ${data} is missing: restore ${passwordFile}.`);
}

/** Made aside and renamed, so that an interrupted first start leaves no half cluster. */
async function initialise(site: Site, { dir, bin, as }: Place, password: string): Promise<void> {
  const fresh = join(dir, 'postgres.new');
  const passwordFile = join(dir, 'postgres.new.password');
  if (!site.ephemeral) site.say('PostgreSQL: making a new database cluster');
  await rm(fresh, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  await mkdir(fresh, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (as) for (const path of [fresh, passwordFile]) await chown(path, as.uid, as.gid);
  const text = ['--encoding=UTF8', `--locale=${LOCALE}`, '--locale-provider=icu', '--icu-locale=zh-Hans-CN'];
  const access = [`--username=${SUPERUSER}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const safety = ['--data-checksums', ...(site.fsync ? [] : ['--no-sync'])];
  const made = await run(join(bin, 'initdb'), ['-D', fresh, ...text, ...access, ...safety], { as });
  await rm(passwordFile, { force: true });
  if (made.code !== 0) throw new Error(`PostgreSQL could not make its cluster: ${tail(made.output)}`);
  await rename(fresh, join(dir, 'postgres'));
}

async function refuseOtherMajor(data: string, bin: string): Promise<void> {
  const made = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  const { output } = await run(join(bin, 'postgres'), ['--version']);
  const ours = /\d+/.exec(output)?.[0];
  if (made !== ours) {
    throw new Error(
      `${data} was made by PostgreSQL ${made} and this is PostgreSQL ${ours}: dump it with the old version and load it into a new data directory.`,
    );
  }
}

function tail(output: string): string {
  return output.trim().split('\n').slice(-3).join(' | ');
}
