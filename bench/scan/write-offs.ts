import { codesOf } from '../../db/codes.js';
import { frontDoor } from '../../host/walk/front-door.js';
import { tokenKeyTable } from '../../platform/keys/token-keys.js';
import { shortTextOf } from '../../qr/code-text.js';
import { atOnce } from '../at-once.js';
import { enterOrders } from '../orders.js';
import type { BenchRecord } from '../record.js';
import { postAs, type Wire } from '../wire.js';
import { scanCode } from './asking.js';
import { hire } from './hiring.js';
import type { Turns } from './turns.js';

/** An order that lacks its shipment alone, and the text of its code. */
export interface Paid {
  id: string;
  orderNo: string;
  text: string;
}

const AMOUNT_MINOR = 12_000;
/** Orders that are made ready at the same time. */
const AT_ONCE = 16;

/** So many orders, issued, sent and paid, each by the turns that its lifecycle would take. */
export async function payOrders(
  record: BenchRecord,
  { count, turns, apiUrl, codeHost }: { count: number; turns: Turns; apiUrl: string; codeHost: string },
): Promise<Paid[]> {
  const orders = await enterOrders(record, count, { prefix: 'WO', amountMinor: AMOUNT_MINOR });
  const [token = ''] = await hire(record, { trade: 'cashier', department: 'finance' }, 1);
  const finance = frontDoor(apiUrl, token);
  const tokenKeys = tokenKeyTable(record.ring);
  const paid: Paid[] = [];
  await atOnce(orders, AT_ONCE, async ({ id, orderNo }) => {
    await turns.take(id, ['survey', 'dispatchCode'], 'wait');
    const payment = { type: 'payment_received', amountMinor: AMOUNT_MINOR, currency: 'CNY' };
    await finance.post(`/orders/${orderNo}/facts`, payment);
    await turns.take(id, ['survey'], 'wait');
    for (const code of await codesOf(record.admin, id))
      paid.push({ id, orderNo, text: shortTextOf(tokenKeys, codeHost, code) });
  });
  return paid;
}

/** The code is scanned at the packing table, the shipment is stated, and the lifecycle's turns write the order off. */
export async function shipOff(
  wire: Wire,
  { id, orderNo, text }: Paid,
  { bearer, turns }: { bearer: string; turns: Turns },
): Promise<void> {
  await scanCode(wire, bearer, { token: text, purpose: 'handle' });
  const fact = await postAs(wire, bearer, `/orders/${orderNo}/facts`, { type: 'shipped' });
  if (fact.status !== 201) throw new Error(`a shipment was answered ${fact.status}: ${fact.body}`);
  await turns.take(id, ['survey', 'writeOff'], 'archive');
}
