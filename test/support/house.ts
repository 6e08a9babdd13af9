import type { House } from '../../activities/index.js';
import { openSteps } from '../../db/in-step.js';
import { tokenKeyTable } from '../../platform/keys/token-keys.js';
import { openLog } from '../../platform/log.js';
import type { TestDatabase } from './database.js';

/** What activities stand on, on the database of a test; no lifecycle runs. */
export function houseOf(database: TestDatabase, db = database.as('oqr_worker', 20)): House {
  const log = openLog('test', 'fatal');
  return {
    db,
    inStep: openSteps(db),
    ring: database.ring,
    tokenKeys: tokenKeyTable(database.ring),
    codeHost: 'QR.EXAMPLE.COM',
    log,
    withoutRun: async () => [],
  };
}
