import { parseArgs } from 'node:util';
import { setUpEngines } from '../../support/engines.js';

const HELP = `npm run fuzz:api -- [--requests N] [--seed S] [--first F]
  asks every operation of the product's own OpenAPI document with requests that are right, odd and hostile
  --requests N   that many; 10000 unless told
  --seed S       what they follow from; 1 unless told
  --first F      the number of the first: with --requests 1 one request alone is asked again
  ends with 1 when an answer was not as the document says, or an invariant of the house broke`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      requests: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      first: { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  });
  const [requests, seed, first] = [Number(values.requests), Number(values.seed), Number(values.first)];
  if (values.help || !(requests > 0) || !Number.isSafeInteger(seed) || !(first >= 0)) throw new Error(HELP);
  const stopEngines = await setUpEngines();
  try {
    return await run({ requests, seed, first });
  } finally {
    await stopEngines();
  }
}

async function run(wish: { requests: number; seed: number; first: number }): Promise<number> {
  const { brokenSince, fuzz, openFuzzing } = await import('./run.js');
  const fuzzing = await openFuzzing();
  const began = performance.now();
  const { asked, statuses, reached, findings } = await fuzz(fuzzing, wish);
  const broken = await brokenSince(fuzzing);
  await fuzzing.paying.close();
  for (const { number, line, wrong } of findings)
    console.log(`--seed ${wish.seed} --first ${number}: ${wrong.join('; ')}\n    ${line}`);
  for (const line of broken) console.log(`broken: ${line}`);
  const counts = [...statuses].toSorted(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  const seconds = (performance.now() - began) / 1_000;
  console.log(
    `${asked} requests with seed ${wish.seed} in ${seconds.toFixed(1)} s (${counts.join(', ')}), ${reached.size} operations succeeded, ${findings.length} answers wrong, ${broken.length} invariants broken`,
  );
  return findings.length + broken.length === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(2);
  },
);
