import { seedOrders } from '../../host/seed/index.js';
import { openLog } from '../../platform/log.js';
import type { TestDatabase } from './database.js';

/** Generated orders, the same for the same seed, in a database that is marked for them. */
export async function seeded(database: TestDatabase, orders: number, seed = 1): Promise<void> {
  const sealer = database.as('oqr_sealer', 1);
  await seedOrders({
    ...{ admin: database.admin, sealer, ring: database.ring, orders, seed },
    log: openLog('test', 'fatal'),
  });
  await sealer.destroy();
}
