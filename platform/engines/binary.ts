import { delimiter, join } from 'node:path';
import { run } from './child.js';

export interface Binary {
  command: string;
  version: string;
  /** Where it was found, for people. */
  from: string;
}

/** What a search answers: a binary that is good enough, or why not. */
export type Found = { binary: Binary } | { reason: string };

/** The first of the names on PATH whose `--version` runs and is not older than asked. */
export async function onPath(
  names: string[],
  least: [number, number],
  searchPath: string | undefined,
): Promise<Found> {
  const asked = `${names.join(' or ')} >= ${least.join('.')}`;
  const tooOld: string[] = [];
  for (const command of candidates(names, searchPath)) {
    const version = await versionOf(command);
    if (version && !older(version, least)) {
      return { binary: { command, version, from: `${command} ${version} on PATH` } };
    }
    if (version) tooOld.push(`${command} ${version} is too old`);
  }
  return { reason: [`no ${asked} on PATH`, ...tooOld].join(', ') };
}

/** Bare names leave the search to the system; another search path names each file to try. */
export function candidates(names: string[], searchPath: string | undefined): string[] {
  if (searchPath === undefined) return names;
  return names.flatMap((name) => searchPath.split(delimiter).map((dir) => join(dir, name)));
}

/** The first version-like number that `--version` prints; undefined when the command does not run. */
export async function versionOf(command: string): Promise<string | undefined> {
  const { code, output } = await run(command, ['--version'], { timeoutMs: 20_000 });
  return code === 0 ? /\d+(\.\d+)+/.exec(output)?.[0] : undefined;
}

export function older(version: string, [major, minor]: [number, number]): boolean {
  const [foundMajor = 0, foundMinor = 0] = version.split('.').map(Number);
  return foundMajor < major || (foundMajor === major && foundMinor < minor);
}
