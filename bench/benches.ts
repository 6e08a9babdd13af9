import { HELP } from './help.js';
import { benchImport } from './import/run.js';
import { toldImport } from './import/told.js';
import { benchIssuing } from './issue.js';
import { benchLifecycle } from './lifecycle/run.js';
import { toldLifecycle } from './lifecycle/told.js';
import { benchLists } from './lists.js';
import { benchLog, toldLog } from './log-chain.js';
import { benchRest } from './rest/run.js';
import { toldRest } from './rest/told.js';
import { benchScan } from './scan/run.js';
import { toldScan } from './scan/told.js';
import { benchStrangers, toldOfStrangers } from './strangers.js';
import { told } from './told.js';
import { toldIssuing } from './told-issuing.js';

/** What a bench answers: a report for programs, which names the goals it missed, and the same as text. */
export interface Outcome {
  report: { missed: string[] };
  text: string;
}

export type Given = Partial<
  Record<'orders' | 'scans' | 'codes' | 'rounds' | 'clients' | 'only' | 'data', string>
>;
type Say = (line: string) => void;

export const BENCHES: Readonly<Record<string, (given: Given, say: Say) => Promise<Outcome>>> = {
  lifecycle: async (given, say) => {
    const [orders, rounds] = [count(given.orders, 200), count(given.rounds, 6)];
    const report = await benchLifecycle({ orders, rounds, clients: count(given.clients, 60), say });
    return { report, text: toldLifecycle(report) };
  },
  scan: async (given, say) => {
    const [scans, rounds] = [count(given.scans, 1_000), count(given.rounds, 5)];
    const report = await benchScan({ scans, rounds, clients: count(given.clients, 64), say });
    return { report, text: toldScan(report) };
  },
  import: async (given, say) => {
    const [orders, rounds] = [count(given.orders, 100_000), count(given.rounds, 5)];
    const report = await benchImport({ orders, rounds, say });
    return { report, text: toldImport(report) };
  },
  log: async (given, say) => {
    const [orders, rounds] = [count(given.orders, 10_000), count(given.rounds, 6)];
    const report = await benchLog({ orders, rounds, say });
    return { report, text: toldLog(report) };
  },
  rest: async (given, say) => {
    const [lifecycles, rounds] = [count(given.orders, 800), count(given.rounds, 3)];
    const report = await benchRest({ lifecycles, rounds, clients: count(given.clients, 40), say });
    return { report, text: toldRest(report) };
  },
  lists: async (given, say) => {
    const [rounds, clients] = [count(given.rounds, 400), count(given.clients, 2)];
    const sizes = (given.orders ?? '100000').split(',').map((one) => count(one, 0));
    const { only = '', data: dataDir } = given;
    const report = await benchLists({ sizes, rounds, clients, only, dataDir, say });
    return { report, text: told(report) };
  },
  issue: async (given, say) => {
    const [rounds, clients] = [count(given.rounds, 20), count(given.clients, 4)];
    const report = await benchIssuing({ codes: count(given.codes, 10_000), rounds, clients, say });
    return { report, text: toldIssuing(report) };
  },
  strangers: async (given, say) => {
    const report = await benchStrangers(count(given.rounds, 1000), say);
    return { report, text: toldOfStrangers(report) };
  },
};

function count(text: string | undefined, otherwise: number): number {
  const value = Number(text ?? otherwise);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(HELP);
  return value;
}
