import { parseArgs } from 'node:util';
import { benchIssuing } from './issue.js';
import { benchLists } from './lists.js';
import { benchStrangers, toldOfStrangers } from './strangers.js';
import { told } from './told.js';
import { toldIssuing } from './told-issuing.js';

const HELP = `npm run bench -- lists [--orders N] [--rounds R] [--clients C] [--only TEXT] [--data DIR] [--json]
  measures the lists of the desks over HTTP on engines and generated orders of its own
  --orders N   generated orders; 100000 unless told
  --rounds R   requests of each kind; 400 unless told
  --clients C  connections that ask at the same time; 2 unless told
  --only TEXT  asks only the questions whose name begins like this
  --data DIR   keeps engines' data and orders there for the next time; thrown away unless told

npm run bench -- issue [--codes N] [--rounds R] [--clients C] [--json]
  issues codes beside a bare loop of qrcode and zxing-wasm on the same symbols
  --codes N    codes to issue; 10000 unless told
  --rounds R   blocks of each arm, in turns; 20 unless told
  --clients C  codes under way at the same time; 4 unless told

npm run bench -- strangers [--rounds R] [--json]
  tells whether the time of a stranger's answer gives away what a dead code is; a live code is the control

each ends with 1 when a goal is missed`;

const OPTIONS = {
  orders: { type: 'string', default: '100000' },
  codes: { type: 'string', default: '10000' },
  rounds: { type: 'string' },
  clients: { type: 'string' },
  only: { type: 'string', default: '' },
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  if (values.help) throw new Error(HELP);
  const count = (text: string | undefined, otherwise = 0): number => {
    const value = Number(text ?? otherwise);
    if (!Number.isSafeInteger(value) || value < 1) throw new Error(HELP);
    return value;
  };
  const benches: Record<string, () => Promise<{ text: string; report: { missed: string[] } }>> = {
    lists: async () => {
      const [rounds, clients] = [count(values.rounds, 400), count(values.clients, 2)];
      const { only, data: dataDir } = values;
      const report = await benchLists({ orders: count(values.orders), rounds, clients, only, dataDir, say });
      return { report, text: told(report) };
    },
    strangers: async () => {
      const report = await benchStrangers(count(values.rounds, 400), say);
      return { report, text: toldOfStrangers(report) };
    },
    issue: async () => {
      const [rounds, clients] = [count(values.rounds, 20), count(values.clients, 4)];
      const report = await benchIssuing({ codes: count(values.codes), rounds, clients, say });
      return { report, text: toldIssuing(report) };
    },
  };
  const bench = benches[positionals.join()];
  if (!bench) throw new Error(HELP);
  const { text, report } = await bench();
  console.log(values.json ? JSON.stringify(report) : text);
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
