import { parseArgs } from 'node:util';
import { benchLists } from './lists.js';
import { told } from './told.js';

const HELP = `npm run bench -- lists [--orders N] [--rounds R] [--clients C] [--only TEXT] [--data DIR] [--json]
  measures the lists of the desks over HTTP on engines and generated orders of its own; ends with 1 when a goal is missed
  --orders N   generated orders; 100000 unless told
  --rounds R   requests of each kind; 400 unless told
  --clients C  connections that ask at the same time; 2 unless told
  --only TEXT  asks only the questions whose name begins like this
  --data DIR   keeps engines' data and orders there for the next time; thrown away unless told`;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      orders: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '400' },
      clients: { type: 'string', default: '2' },
      only: { type: 'string', default: '' },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || positionals.join() !== 'lists') throw new Error(HELP);
  const [orders, rounds, clients] = [values.orders, values.rounds, values.clients].map(Number);
  if (!orders || !rounds || !clients) throw new Error(HELP);
  const report = await benchLists({ orders, rounds, clients, only: values.only, dataDir: values.data, say });
  console.log(values.json ? JSON.stringify(report) : told(report));
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
