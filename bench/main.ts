import { parseArgs } from 'node:util';
import { BENCHES } from './benches.js';
import { HELP } from './help.js';

const OPTIONS = {
  orders: { type: 'string' },
  codes: { type: 'string' },
  rounds: { type: 'string' },
  clients: { type: 'string' },
  only: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const { json, help, ...given } = values;
  const bench = BENCHES[positionals.join()];
  if (help || !bench) throw new Error(HELP);
  const { text, report } = await bench(given, say);
  console.log(json ? JSON.stringify(report) : text);
  return report.missed.length > 0 ? 1 : 0;
}

function say(line: string): void {
  console.error(`${new Date().toTimeString().slice(0, 8)}  ${line}`);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(2);
  },
);
