import { parseArgs } from 'node:util';
import { untilStopped } from '../../platform/stopping.js';
import { type WalkReport, walk } from './walk.js';

const HELP = `npm run walk -- --orders FILE [--preset NAME | --map MAP.json] [--seed N] [--json]
                 [--crash-worker-at N] [--flush-redis-at N]`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      orders: { type: 'string' },
      preset: { type: 'string' },
      map: { type: 'string' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      'crash-worker-at': { type: 'string' },
      'flush-redis-at': { type: 'string' },
    },
  });
  if (!values.orders || (!values.preset && !values.map)) throw new Error(HELP);
  const number = (text: string | undefined) => (text === undefined ? undefined : Number.parseInt(text, 10));
  const report = await walk({
    orders: values.orders,
    preset: values.preset,
    mapFile: values.map,
    seed: number(values.seed) ?? 1,
    say: (line) => console.error(`${new Date().toTimeString().slice(0, 8)}  ${line}`),
    crashWorkerAt: number(values['crash-worker-at']),
    flushRedisAt: number(values['flush-redis-at']),
  });
  if (values.json) console.log(JSON.stringify(report));
  else print(report);
  return report.violations.length === 0 ? 0 : 1;
}

function print(report: WalkReport): void {
  const pairs = (numbers: object) =>
    Object.entries(numbers)
      .map(([name, value]) => `${name} ${value}`)
      .join(' · ');
  console.log(`orders      ${report.orders} (refused ${report.refused})
states      ${pairs(report.states)}
write-offs  ${report.writeOffs}
reviews     ${pairs(report.reviews)}
cases       ${pairs(report.cases)}
messages    ${pairs(report.messages)}
speed       ${report.lifecyclesPerSecond} lifecycles/s in ${report.seconds} s
history     events ${pairs(report.eventsPerLifecycle)} · workflow tasks ${pairs(report.workflowTasksPerLifecycle)}
invariants  ${report.violations.length === 0 ? 'all hold' : ''}`);
  for (const line of report.violations) console.log(`  violated ${line}`);
}

untilStopped(main).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(2);
  },
);
