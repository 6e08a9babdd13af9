import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { deedsOf, type House } from '../activities/index.js';
import { refuseBench } from '../db/bench-marks.js';
import { openSteps } from '../db/in-step.js';
import { dataConverterOf } from '../platform/codec/data-converter.js';
import { aliyunOf, type Config, publicUrl, readConfig } from '../platform/config.js';
import { liveKeyRing, liveTokenKeys } from '../platform/keys/live-ring.js';
import { optOutProof } from '../platform/keys/opt-out.js';
import { payloadKeys, smsSecret } from '../platform/keys/secrets.js';
import { openLog } from '../platform/log.js';
import { readAccounts } from '../platform/payments/accounts.js';
import { openDatabase, roleUrl } from '../platform/postgres.js';
import { pushSender } from '../platform/push.js';
import { stopping } from '../platform/stopping.js';
import { sweepDigests } from '../queues/digests.js';
import { openMessageQueue, startMessageWorker, sweepMessages } from '../queues/messages.js';
import { portsOf, sweepPayments } from '../queues/paying.js';
import { openPrintQueue, startPrintWorker } from '../queues/printing.js';
import { sweepRefunds } from '../queues/refunding.js';
import { every } from './every.js';
import { drillOf } from './faults.js';
import { startLifecycle } from './lifecycle.js';
import { runRelay } from './relay.js';
import { withoutRun } from './runs.js';
import { ensureSchedules } from './scheduler.js';
import { runSealer } from './sealer.js';
import { telling } from './telling.js';

const MESSAGE_SWEEP_MS = 1_000;
/** Somebody stands at a counter and waits for the code. */
const PAYMENT_SWEEP_MS = 250;
const DIGEST_SWEEP_MS = 60_000;

/** One worker process: the roles that its configuration names, until it is told to stop. */
export async function runWorker(config: Config, stop: AbortSignal): Promise<void> {
  const { DATABASE_URL, TEMPORAL_ADDRESS, REDIS_URL } = config;
  if (!DATABASE_URL || !TEMPORAL_ADDRESS || !REDIS_URL)
    throw new Error('the worker needs DATABASE_URL, TEMPORAL_ADDRESS and REDIS_URL');
  Runtime.install({
    logger: new DefaultLogger('WARN'),
    telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } },
  });
  const log = openLog('worker', config.OQR_LOG_LEVEL);
  const ring = liveKeyRing(config.keyDir, (err) => log.error({ err }, 'the key ring cannot be read'));
  const workerUrl = roleUrl(DATABASE_URL, 'oqr_worker', ring);
  const db = openDatabase(workerUrl, { max: 40, application: 'oqr-worker' });
  await refuseBench(db, config.OQR_BENCH);
  const dataConverter = dataConverterOf(payloadKeys(ring));
  const connection = await Connection.connect({ address: TEMPORAL_ADDRESS });
  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE, dataConverter });
  const tokenKeys = liveTokenKeys(ring);
  const taskQueue = config.OQR_TASK_QUEUE;
  const house: House = {
    db,
    inStep: openSteps(db),
    ring,
    tokenKeys,
    codeHost: config.OQR_CODE_HOST,
    log,
    withoutRun: (ids) => withoutRun(client, ids),
    drill: config.OQR_FAULT_PLAN ? drillOf(config.OQR_FAULT_PLAN) : undefined,
  };
  const has = (role: Config['OQR_WORKER_ROLES'][number]) => config.OQR_WORKER_ROLES.includes(role);
  const ends: (() => Promise<unknown>)[] = [];
  const runs: Promise<void>[] = [];

  if (has('lifecycle')) {
    const lifecycle = await startLifecycle({
      address: TEMPORAL_ADDRESS,
      namespace: config.TEMPORAL_NAMESPACE,
      taskQueue,
      dataConverter,
      deeds: telling(deedsOf(house), db),
    });
    runs.push(lifecycle.done);
    ends.push(lifecycle.stop);
  }
  if (has('relay')) runs.push(runRelay({ db, client, taskQueue, log }, stop));
  if (has('sealer')) {
    const sealerDb = openDatabase(roleUrl(DATABASE_URL, 'oqr_sealer', ring), {
      max: 1,
      application: 'oqr-sealer',
    });
    runs.push(
      runSealer({ db: sealerDb, ring, log, publish: checkpointFile(config) }, stop).finally(() =>
        sealerDb.destroy(),
      ),
    );
  }
  if (has('queues')) {
    const queue = openMessageQueue(REDIS_URL);
    const sender = startMessageWorker({
      db,
      redisUrl: REDIS_URL,
      ring,
      tokenKeys,
      codeHost: config.OQR_CODE_HOST,
      log,
      smtpUrl: config.OQR_SMTP_URL,
      mailFrom: config.OQR_MAIL_FROM,
      smsUrl: config.OQR_SMS_URL,
      smsSecret: smsSecret(ring),
      aliyun: aliyunOf(config),
      push: pushSender(ring, config.OQR_MAIL_FROM),
      stopUrlOf: (id) => `${publicUrl(config)}/app/stop#${optOutProof(ring, id)}`,
    });
    runs.push(every(MESSAGE_SWEEP_MS, stop, () => sweepMessages({ db, queue, log })));
    const prints = openPrintQueue(REDIS_URL);
    const printer = startPrintWorker({
      ...{ db, redisUrl: REDIS_URL, ring, tokenKeys, log },
      codeHost: config.OQR_CODE_HOST,
    });
    runs.push(every(MESSAGE_SWEEP_MS, stop, () => prints.sweep(db)));
    ends.push(sender.close, queue.close, printer.close, prints.close);
    const ports = portsOf(config.OQR_PAYMENTS ? readAccounts(config.OQR_PAYMENTS) : undefined);
    const cashier = { db, ring, log, ports };
    runs.push(every(PAYMENT_SWEEP_MS, stop, () => sweepPayments(cashier)));
    runs.push(every(MESSAGE_SWEEP_MS, stop, () => sweepRefunds(cashier)));
    const digests = { db, ring, smtpUrl: config.OQR_SMTP_URL, mailFrom: config.OQR_MAIL_FROM };
    runs.push(every(DIGEST_SWEEP_MS, stop, () => sweepDigests(digests)));
  }
  if (has('scheduler')) await ensureSchedules(client, taskQueue);
  log.info({ roles: config.OQR_WORKER_ROLES }, 'worker ready');
  process.send?.('ready');

  stop.addEventListener('abort', () => void Promise.allSettled(ends.map((end) => end())), { once: true });
  await Promise.all(runs);
  await Promise.allSettled(ends.map((end) => end()));
  await connection.close();
  await db.destroy();
}

/** Checkpoints leave the database, so that whoever owns it cannot rewrite the past alone. */
function checkpointFile(config: Config): (line: string) => void {
  const folder = join(config.OQR_DATA_DIR, 'checkpoints');
  mkdirSync(folder, { recursive: true });
  return (line) => appendFileSync(join(folder, 'log.jsonl'), `${line}\n`);
}

if (/worker\/main\.\w+$/.test(process.argv[1] ?? '')) {
  runWorker(readConfig(), stopping()).then(
    () => process.exit(0),
    (error) => {
      openLog('worker').fatal({ err: error }, 'worker ended');
      process.exit(1);
    },
  );
}
