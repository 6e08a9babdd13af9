import { parseArgs } from 'node:util';
import { untilStopped } from '../platform/stopping.js';
import { BENCHES } from './benches.js';
import { machine } from './figures/machine.js';
import { writePage } from './figures/page.js';
import { writeFigures } from './figures/store.js';
import { HELP } from './help.js';

const OPTIONS = {
  orders: { type: 'string' },
  scans: { type: 'string' },
  codes: { type: 'string' },
  rounds: { type: 'string' },
  clients: { type: 'string' },
  only: { type: 'string' },
  data: { type: 'string' },
  write: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const { json, help, write, ...given } = values;
  const name = positionals.join();
  if (name === 'plot') {
    writePage();
    return 0;
  }
  const bench = BENCHES[name];
  if (help || !bench) throw new Error(HELP);
  const before = machine();
  const { text, report } = await bench(given, say);
  if (write) {
    const shown = args.filter((arg) => !['--write', '--json'].includes(arg)).join(' ');
    const takenOn = new Date().toISOString().slice(0, 10);
    writeFigures(name, { command: `npm run bench -- ${shown}`, takenOn, machine: before, report });
    writePage();
  }
  console.log(json ? JSON.stringify(report) : text);
  return report.missed.length > 0 ? 1 : 0;
}

function say(line: string): void {
  console.error(`${new Date().toTimeString().slice(0, 8)}  ${line}`);
}

untilStopped(() => main(process.argv.slice(2))).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(2);
  },
);
