import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Starts a TypeScript file of ours in a process of its own and answers when it says that it is ready. */
export async function startBeside(entry: URL, args: readonly string[]): Promise<ChildProcess> {
  const file = fileURLToPath(entry);
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), file, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await new Promise<void>((ready, failed) => {
    child.once('message', () => ready());
    child.once('exit', () => failed(new Error(`${file} did not start`)));
  });
  return child;
}
