import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the sources are; paths below it are written into what is built. */
export const HOUSE = fileURLToPath(new URL('../', import.meta.url));

/** Houses that started earlier may still read theirs. */
const KEPT = 4;

/**
 * The folder of something built from our sources. It is named by their content, so that it is built again when one of them
 * or a package has changed and never otherwise; it is complete or absent, also when several processes build at once.
 */
export async function builtOnce(
  name: string,
  rooms: readonly string[],
  build: (dir: string) => Promise<void>,
): Promise<string> {
  const shelf = join(HOUSE, 'dist', name);
  const dir = join(shelf, contentOf(rooms));
  if (existsSync(dir)) return dir;
  const unfinished = join(shelf, `new-${randomUUID()}`);
  mkdirSync(unfinished, { recursive: true });
  try {
    await build(unfinished);
    putInPlace(unfinished, dir);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  clear(shelf);
  return dir;
}

/** Another process may have been faster. */
function putInPlace(unfinished: string, dir: string): void {
  try {
    renameSync(unfinished, dir);
  } catch (error) {
    if (!existsSync(dir)) throw error;
  }
}

function contentOf(rooms: readonly string[]): string {
  const hash = createHash('sha256').update(HOUSE);
  const files = rooms.flatMap((room) =>
    readdirSync(join(HOUSE, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted(),
  );
  for (const path of [join(HOUSE, 'package-lock.json'), ...files])
    hash.update(path).update(readFileSync(path));
  return hash.digest('hex').slice(0, 16);
}

function clear(shelf: string): void {
  const byAge = readdirSync(shelf)
    .map((entry) => ({ path: join(shelf, entry), madeMs: statSync(join(shelf, entry)).mtimeMs }))
    .toSorted((a, b) => b.madeMs - a.madeMs);
  for (const { path } of byAge.slice(KEPT)) rmSync(path, { recursive: true, force: true });
}
