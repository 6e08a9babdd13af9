/** A message worker as a process of its own, to be killed. Its settings come as JSON in OQR_TEST_WORKER. */

import { smsSecret } from '../../platform/keys/secrets.js';
import { testKeyRing } from '../../platform/keys/test-ring.js';
import { tokenKeyTable } from '../../platform/keys/token-keys.js';
import { openLog } from '../../platform/log.js';
import { openDatabase, roleUrl } from '../../platform/postgres.js';
import { startMessageWorker } from '../../queues/messages.js';

const { databaseUrl, ...settings } = JSON.parse(process.env.OQR_TEST_WORKER ?? '{}');
const ring = testKeyRing();

startMessageWorker({
  db: openDatabase(roleUrl(databaseUrl, 'oqr_worker', ring), {
    max: 4,
    application: 'test-worker',
  }),
  ring,
  tokenKeys: tokenKeyTable(ring),
  log: openLog('test-worker', 'fatal'),
  smsSecret: smsSecret(ring),
  ...settings,
});
