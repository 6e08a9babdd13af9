import { register } from 'node:module';
import type { Share, SharedOut } from './shares.js';

/** One process that goes through the shares it is sent, one after the other. */

register('./doors.mjs', import.meta.url);

process.on('message', async ({ first, count }: Share) => {
  const { sweepSeeds } = await import('./seeds.js');
  const { hash, steps, broken } = await sweepSeeds(first, count);
  const done: SharedOut = { hash, steps, broken: broken.map(({ seed, findings }) => ({ seed, findings })) };
  process.send?.(done);
});
