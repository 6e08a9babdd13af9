import { chmod, lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

const SHELTER = '/var/tmp';

/** Everybody may write to /var/tmp, so only a directory of our own that others cannot change is trusted. */
export async function shelterHome(): Promise<string> {
  const home = join(SHELTER, `order-qr-${process.getuid?.()}`);
  await mkdir(home).then(
    () => chmod(home, 0o711),
    () => undefined,
  );
  const found = await lstat(home);
  if (found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0) return home;
  throw new Error(
    `${home} is not a directory that only this user may change: remove it, or set DATABASE_URL.`,
  );
}
