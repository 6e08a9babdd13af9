import { register } from 'node:module';
import { parseArgs } from 'node:util';
import { sweepShares } from './shares.js';

const HELP = `npm run sim -- [--seeds N] [--seed S] [--mutants]
  runs the tale, its deeds, the relay and the domain in a simulated world of crashes, lost answers and rivals
  --seeds N   that many worlds; 10000 unless told, with a process a core
  --seed S    the first of them; 1 unless told. One seed alone (--seeds 1) prints what it found and its hash
  --trace     prints all that happens in the first of them, and no more
  --mutants   plants each known bug in turn instead; --seeds is how long each may stay hidden, 2000 unless told
  ends with 1 when an invariant broke, or when a bug stayed hidden`;

/** The simulated rooms must be in place before anything of the house is loaded. */
register('./doors.mjs', import.meta.url);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string', default: '1' },
      trace: { type: 'boolean', default: false },
      mutants: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const seeds = Number(values.seeds ?? (values.mutants ? 2_000 : 10_000));
  const first = Number(values.seed);
  if (values.help || !(seeds > 0) || !Number.isSafeInteger(first)) throw new Error(HELP);
  if (values.trace) {
    const { findings } = await (await import('./simulate.js')).simulate(first, console.log);
    for (const line of findings) console.log(`broken: ${line}`);
    return findings.length === 0 ? 0 : 1;
  }
  if (values.mutants) {
    const { hunt } = await import('./seeds.js');
    const hunts = await hunt(first, seeds);
    for (const { mutant, seed, finding } of hunts)
      console.log(`${mutant.padEnd(24)} ${seed === undefined ? 'HIDDEN' : `seed ${seed}: ${finding}`}`);
    const hidden = hunts.filter(({ seed }) => seed === undefined).length;
    console.log(`${hunts.length} bugs planted, ${hunts.length - hidden} found`);
    return hidden === 0 ? 0 : 1;
  }
  const began = performance.now();
  const { hash, steps, broken } = await sweepShares(first, seeds);
  const seconds = (performance.now() - began) / 1_000;
  for (const { seed, findings } of broken.slice(0, 20)) console.log(`seed ${seed}: ${findings.join('; ')}`);
  console.log(
    `${seeds} seeds from ${first}, ${steps} steps in ${seconds.toFixed(1)} s, ${broken.length} broken, hash ${hash}`,
  );
  return broken.length === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(2);
  },
);
