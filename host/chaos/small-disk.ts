import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory on a small ext4 disk of its own. */
export interface SmallDisk {
  /** Leaves no block free. */
  fill(): void;
  free(): void;
  /** Brings the files back to the disk that they came from; nobody may have one open. */
  leave(): void;
}

const OWN_MOUNTS = ['--mount', '--propagation', 'private'];
const CHUNK_BYTES = 1_048_576;
const BLOCK_BYTES = 4_096;

/** Why this machine lets nobody mount a disk, in a sentence. */
export function lacksMounts(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'F11 needs Linux and root: it mounts a small disk, and fills it';
  if (spawnSync('mkfs.ext4', ['-V']).status !== 0)
    return 'F11 needs mkfs.ext4: install the package e2fsprogs';
  // In a mount namespace that ends with the command: nobody else ever sees it.
  const tried = spawnSync('unshare', [...OWN_MOUNTS, 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]);
  return tried.status === 0 ? undefined : `F11 may not mount a disk here: ${tried.stderr}`;
}

/** This very command again, where its mounts are seen by it alone and end with it, however it ends. */
export function inOwnMounts(mark: string): Promise<number> {
  const args = [...OWN_MOUNTS, process.execPath, ...process.execArgv, ...process.argv.slice(1), mark];
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', '--', 'unshare', ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 2));
  });
}

/** Moves a directory that nobody uses for the moment. */
export function toSmallDisk(dir: string, bytes: number): SmallDisk {
  const [image, roomy, ballast] = [`${dir}.img`, `${dir}.roomy`, join(dir, 'ballast')];
  closeSync(openSync(image, 'w'));
  truncateSync(image, bytes);
  run('mkfs.ext4', ['-q', '-F', '-m', '0', image]);
  renameSync(dir, roomy);
  mkdirSync(dir);
  run('mount', ['-o', 'loop', image, dir]);
  rmdirSync(join(dir, 'lost+found'));
  run('cp', ['-a', `${roomy}/.`, dir]);
  return {
    fill: () => fillUp(ballast),
    free: () => rmSync(ballast, { force: true }),
    leave: () => {
      rmSync(ballast, { force: true });
      rmSync(roomy, { recursive: true });
      run('cp', ['-a', dir, roomy]);
      run('umount', [dir]);
      rmdirSync(dir);
      renameSync(roomy, dir);
      rmSync(image);
    },
  };
}

function fillUp(file: string): void {
  const handle = openSync(file, 'a');
  try {
    for (const bytes of [CHUNK_BYTES, BLOCK_BYTES]) {
      const chunk = Buffer.alloc(bytes);
      while (writes(handle, chunk));
    }
  } finally {
    closeSync(handle);
  }
}

function writes(handle: number, chunk: Buffer): boolean {
  try {
    return writeSync(handle, chunk) === chunk.length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}

function run(command: string, args: string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
}
