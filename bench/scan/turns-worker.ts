import { deedsOf } from '../../activities/index.js';
import { openSteps } from '../../db/in-step.js';
import { openKeyRing } from '../../platform/keys/ring.js';
import { tokenKeyTable } from '../../platform/keys/token-keys.js';
import { openLog } from '../../platform/log.js';
import { openDatabase, roleUrl } from '../../platform/postgres.js';
import type { TurnsAsked, TurnsDone } from './turns.js';

/** As many as the product's worker has. */
const CONNECTIONS = 40;

/** The deeds of a worker on connections like its own, in step as there, without the workflow that asks for them. */
const [adminUrl = '', keyDir = '', codeHost = ''] = process.argv.slice(2);
const ring = openKeyRing(keyDir, { mayCreate: false });
const db = openDatabase(roleUrl(adminUrl, 'oqr_worker', ring), {
  ...{ max: CONNECTIONS, application: 'oqr-bench' },
});
const deeds = deedsOf({
  ...{ db, inStep: openSteps(db), ring, tokenKeys: tokenKeyTable(ring), codeHost },
  log: openLog('bench', 'warn'),
  withoutRun: async () => [],
});

/** One after the other; answers what comes after the last. */
async function take({ orderId, turns }: TurnsAsked): Promise<string> {
  let next = '';
  for (const turn of turns) ({ next } = await deeds[turn](orderId));
  return next;
}

process.on('message', (asked: TurnsAsked) => {
  const told = (next: string) => void process.send?.({ orderId: asked.orderId, next } satisfies TurnsDone);
  take(asked).then(told, (error: Error) => told(error.message));
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
