import { randomUUID } from 'node:crypto';
import { codesOf } from '../../db/codes.js';
import { frontDoor } from '../../host/walk/front-door.js';
import { tokenKeyTable } from '../../platform/keys/token-keys.js';
import { shortTextOf } from '../../qr/code-text.js';
import { enterOrders } from '../orders.js';
import type { BenchRecord } from '../record.js';
import { hire } from './hiring.js';
import type { Turns } from './turns.js';
import type { Wire } from './wire.js';

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
  const left = orders.values();
  const payer = async () => {
    for (const { id, orderNo } of left) {
      await turns.take(id, ['survey', 'issueCode', 'dispatchCode'], 'wait');
      const payment = { type: 'payment_received', amountMinor: AMOUNT_MINOR, currency: 'CNY' };
      await finance.post(`/orders/${orderNo}/facts`, payment);
      await turns.take(id, ['survey', 'verifyOrder'], 'wait');
      for (const code of await codesOf(record.admin, id))
        paid.push({ id, orderNo, text: shortTextOf(tokenKeys, codeHost, code) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, payer));
  return paid;
}

/** The code is scanned at the packing table, the shipment is stated, and the lifecycle's turns write the order off. */
export async function shipOff(
  wire: Wire,
  { id, orderNo, text }: Paid,
  { bearer, turns }: { bearer: string; turns: Turns },
): Promise<void> {
  const post = (path: string, body: object) =>
    wire.post(
      path,
      { authorization: `Bearer ${bearer}`, 'idempotency-key': randomUUID() },
      JSON.stringify(body),
    );
  const scan = await post('/scans', { token: text, purpose: 'handle' });
  if (scan.status !== 200 || !(JSON.parse(scan.body) as { accepted: boolean }).accepted)
    throw new Error(`a scan was answered ${scan.status}: ${scan.body}`);
  const fact = await post(`/orders/${orderNo}/facts`, { type: 'shipped' });
  if (fact.status !== 201) throw new Error(`a shipment was answered ${fact.status}: ${fact.body}`);
  await turns.take(id, ['survey', 'verifyOrder', 'writeOff'], 'archive');
}
