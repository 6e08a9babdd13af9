import { setTimeout as sleep } from 'node:timers/promises';
import { endedOnce, untilStopped } from '../../platform/stopping.js';

/** A command that would go on for a minute; `deaf` hears of nobody's end. It says its process id, and when it ended what it holds. */
const LONG_MS = 60_000;

async function hold(): Promise<number> {
  const end = endedOnce(async () => {
    await sleep(10);
    console.log('ended');
  });
  console.log(process.pid);
  await sleep(LONG_MS);
  await end();
  return 0;
}

if (process.argv.includes('deaf')) await hold();
else process.exit(await untilStopped(hold));
