import { record } from '../db/facts.js';
import {
  type Compromise,
  finishCompromise,
  noteAsked,
  ordersToRenew,
  unfinishedCompromises,
} from '../db/key-compromises.js';
import { log } from '../db/log.js';
import { lockOrder } from '../db/orders.js';
import type { Tx } from '../db/sql.js';
import type { Actor } from '../domain/facts.js';
import { mayRequest } from '../domain/lifecycle.js';
import { presetsIn } from '../qr/presets.js';
import type { House } from './house.js';
import { LIFECYCLE } from './turn.js';

const BATCH = 50;

/**
 * Asks for a new code for each open order whose code a compromised key closed, each once, in small transactions and in
 * the bulk lane: live work goes before, and whatever is cut short goes on at the next sweep. Orders that were issued
 * with the key after all, by a process that had not heard of it, are found by the same look.
 */
export async function renewCompromised(house: House): Promise<number> {
  let asked = 0;
  for (const compromise of await unfinishedCompromises(house.db)) {
    for (;;) {
      const count = await house.db.transaction((tx) => askForSome(tx, compromise));
      asked += count;
      if (count < BATCH) break;
    }
    await house.db.transaction(async (tx) => {
      if (!(await finishCompromise(tx, compromise.id))) return;
      const { id, keyId } = compromise;
      await log(tx, { actor: LIFECYCLE, action: 'key_compromise_finished', detail: { id, keyId } });
    });
  }
  return asked;
}

async function askForSome(tx: Tx, compromise: Compromise): Promise<number> {
  const { id: compromiseId, keyFrom: from, keyUntil: until, keyId, profile } = compromise;
  const key = { keyId, profile, from, until, presets: presetsIn(profile) };
  const found = await ordersToRenew(tx, compromiseId, key, BATCH);
  let asked = 0;
  for (const { orderId, issueNo } of found) {
    const order = await lockOrder(tx, orderId);
    if (!order || !mayRequest(order.state, 'reissue_requested')) continue;
    const { number: factNumber } = await record(tx, orderId, {
      type: 'reissue_requested',
      actor: declarer(compromise),
      source: 'lifecycle',
      lane: 'bulk',
      externalId: `key-compromise/${compromiseId}`,
      detail: { reason: 'key_compromised', compromiseId, issueNo },
    });
    await noteAsked(tx, { compromiseId, orderId, issueNo, factNumber });
    asked += 1;
  }
  return asked;
}

const declarer = ({ declaredBy, department }: Compromise): Actor => ({
  kind: 'person',
  id: declaredBy,
  department,
});
