/** Relay and lifecycle as a process of their own, to be killed. Their settings come as JSON in OQR_TEST_LIFECYCLE. */

import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { deedsOf } from '../../activities/index.js';
import { openSteps } from '../../db/in-step.js';
import { dataConverterOf } from '../../platform/codec/data-converter.js';
import { payloadKeys } from '../../platform/keys/secrets.js';
import { testKeyRing } from '../../platform/keys/test-ring.js';
import { tokenKeyTable } from '../../platform/keys/token-keys.js';
import { openLog } from '../../platform/log.js';
import { openDatabase, roleUrl } from '../../platform/postgres.js';
import { startLifecycle } from '../../worker/lifecycle.js';
import { runRelay } from '../../worker/relay.js';

const { databaseUrl, address, taskQueue } = JSON.parse(process.env.OQR_TEST_LIFECYCLE ?? '{}');
const ring = testKeyRing();
const namespace = 'order-qr';
const log = openLog('test-lifecycle', 'fatal');
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
});
const db = openDatabase(roleUrl(databaseUrl, 'oqr_worker', ring), {
  max: 10,
  application: 'test-lifecycle',
});
const dataConverter = dataConverterOf(payloadKeys(ring));
const client = new Client({ connection: await Connection.connect({ address }), namespace, dataConverter });
const house = {
  inStep: openSteps(db),
  ...{ db, ring, log, tokenKeys: tokenKeyTable(ring), codeHost: 'QR.EXAMPLE.COM' },
  withoutRun: async () => [],
};
await startLifecycle({ address, namespace, taskQueue, dataConverter, deeds: deedsOf(house) });
await runRelay({ db, client, taskQueue, log }, new AbortController().signal);
