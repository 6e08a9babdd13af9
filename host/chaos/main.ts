import { parseArgs } from 'node:util';
import { untilStopped } from '../../platform/stopping.js';
import { SKEW } from './clock-faults.js';
import { DISK_FULL } from './disk-faults.js';
import { EXHAUSTION } from './exhaustion-faults.js';
import type { Fault } from './fault.js';
import { INPUT_FAULTS } from './input-faults.js';
import { KEYS_AWAY } from './key-faults.js';
import { NETWORK_FAULTS, PARTITION } from './network-faults.js';
import { PROCESS_FAULTS } from './process-faults.js';
import { chaos } from './run.js';
import { inOwnMounts } from './small-disk.js';
import { told } from './told.js';

const HELP = `npm run chaos -- [--minutes N] [--ci] [--only F7,F17] [--at-once N] [--json]
  runs the real stack behind proxies, hurts it, heals it, and compares what clients recorded with what landed
  --minutes N   goes on that long, and until each fault struck twice; 10 unless told
  --ci          a shorter choice of faults, once each
  --only IDS    these faults alone, F11, F21, F22, F26 and F28 too; once each unless --minutes is told
  --at-once N   lifecycles under way at the same time; 50 unless told
  ends with 1 when something was lost, doubled, stuck or illegal, or (without --ci) a recovery goal was missed`;

const EVERY: readonly Fault[] = [...PROCESS_FAULTS, ...NETWORK_FAULTS, ...INPUT_FAULTS].toSorted(
  (a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)),
);
/** Commands of their own: they need more time or another machine than the loop has. */
const ALONE: readonly Fault[] = [...DISK_FULL, PARTITION, SKEW, KEYS_AWAY, EXHAUSTION];
const IN_CI = ['F1', 'F2', 'F5', 'F7', 'F12', 'F13', 'F15', 'F17', 'F18', 'F19', 'F23', 'F24'];

async function main(stop: AbortSignal): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string' },
      ci: { type: 'boolean', default: false },
      only: { type: 'string' },
      'at-once': { type: 'string', default: '50' },
      json: { type: 'boolean', default: false },
      'own-mounts': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const faults = chosen(values.only, values.ci);
  const atOnce = Number(values['at-once']);
  const minutes = Number(values.minutes ?? (values.ci || values.only ? 0 : 10));
  if (values.help || faults.length === 0 || !(atOnce > 0) || !(minutes >= 0)) throw new Error(HELP);
  for (const { lacks } of faults) {
    const lacking = lacks?.();
    if (lacking) throw new Error(lacking);
  }
  if (!values['own-mounts'] && faults.some(({ ownMounts }) => ownMounts)) return inOwnMounts('--own-mounts');
  const report = await chaos({
    ...{ faults, minutes, atOnce, short: values.ci, stop },
    rounds: values.ci || values.only ? 1 : 2,
    say: (line) => console.error(`${new Date().toTimeString().slice(0, 8)}  ${line}`),
  });
  console.log(values.json ? JSON.stringify(report) : told(report));
  if (report.findings.length > 0) return 1;
  return !values.ci && report.late.length > 0 ? 1 : 0;
}

function chosen(only: string | undefined, ci: boolean): Fault[] {
  if (only) return [...EVERY, ...ALONE].filter(({ id }) => only.split(',').includes(id));
  return ci ? EVERY.filter(({ id }) => IN_CI.includes(id)) : [...EVERY];
}

untilStopped(main).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(2);
  },
);
