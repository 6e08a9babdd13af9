import { parseArgs } from 'node:util';
import { untilStopped } from '../../platform/stopping.js';
import type { Raced } from './raced.js';
import { RACES } from './races.js';
import { race } from './run.js';

const HELP = `npm run race -- [--orders N] [--rivals R] [--only TEXT] [--json]
  lets rivals race for each order: the write-off as deeds on connections of their own, the completing fact, the claim of
  a review and the acceptance of a transfer as HTTP clients; then the same rivals where nothing guards, as a control
  --orders N   orders of each race; 100 unless told
  --rivals R   rivals for each order, at most 100; 50 unless told
  --only TEXT  the races whose name begins like this, and the controls
  ends with 1 when something came true twice or never, or when the controls did not double`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      orders: { type: 'string', default: '100' },
      rivals: { type: 'string', default: '50' },
      only: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [orders, rivals] = [Number(values.orders), Number(values.rivals)];
  const fair = [orders, rivals].every((count) => Number.isSafeInteger(count) && count > 0) && rivals <= 100;
  const known = RACES.some(({ name }) => name.startsWith(values.only));
  if (values.help || !fair || !known) throw new Error(HELP);
  const report = await race({
    ...{ orders, rivals, only: values.only },
    say: (line) => console.error(`${new Date().toTimeString().slice(0, 8)}  ${line}`),
  });
  console.log(values.json ? JSON.stringify(report) : told([...report.races, ...report.controls]));
  for (const line of report.missed) console.log(line);
  return report.missed.length > 0 ? 1 : 0;
}

function told(races: readonly Raced[]): string {
  const row = (cells: readonly (string | number)[]) =>
    cells.map((cell, at) => (at === 0 ? String(cell).padEnd(38) : String(cell).padStart(9))).join(' ');
  return [
    row(['race', 'orders', 'attempts', 'doubled', 'lost', 'seconds']),
    ...races.map(({ name, orders, attempts, doubled, lost, seconds }) =>
      row([name, orders, attempts, doubled, lost, seconds.toFixed(1)]),
    ),
  ].join('\n');
}

untilStopped(main).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(2);
  },
);
