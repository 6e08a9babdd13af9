import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../platform/postgres.js';
import { as, type House, WRONG_DATA } from './house.js';

/** Orders that a scenario presupposes, entered over HTTP as everybody does. */

const PATIENCE_MS = 30_000;

interface Wanted {
  amountMinor?: number;
  customerName?: string;
  note?: string;
  /** Who records the payment; `reviewer` is lent to finance for it. */
  paidBy?: string;
}

/** An order in review: dear, paid and shipped. */
export async function anOrderInReview(
  house: House,
  wanted: Wanted = {},
): Promise<{ orderNo: string; reviewId: string }> {
  const { amountMinor = 2_500_000, customerName = '王小明', paidBy = 'finance' } = wanted;
  const orderNo = `E2E-${randomUUID().slice(0, 8).toUpperCase()}`;
  await enterOrder(house, orderNo, { amountMinor, customerName });
  const pay = () =>
    as(house, paidBy).post(`/orders/${orderNo}/facts`, {
      type: 'payment_received',
      amountMinor,
      currency: 'CNY',
      ...(wanted.note !== undefined && { note: wanted.note }),
    });
  await (paidBy === 'finance' ? pay() : inFinance(house, paidBy, pay));
  await as(house, 'logistics').post(`/orders/${orderNo}/facts`, { type: 'shipped' });
  return { orderNo, reviewId: await reviewOf(house, orderNo) };
}

async function enterOrder(
  house: House,
  orderNo: string,
  { amountMinor, customerName }: { amountMinor: number; customerName: string },
): Promise<void> {
  await as(house, 'desk').post('/orders', {
    orderNo,
    orderedAt: '2026-11-20T09:30:00+08:00',
    settlement: 'prepaid',
    currency: 'CNY',
    customer: { ref: orderNo, name: customerName, email: 'wang@example.com' },
    submit: true,
    lines: [{ kind: 'goods', sku: 'T-1', name: '龙井茶', quantity: 2, amountMinor }],
  });
}

/** An order with a code that waits for logistics to ship it. */
export async function aParcel(house: House): Promise<string> {
  const orderNo = `E2E-${randomUUID().slice(0, 8).toUpperCase()}`;
  await enterOrder(house, orderNo, { amountMinor: 10_000, customerName: '王小明' });
  await as(house, 'logistics').post(`/orders/${orderNo}/facts`, { type: 'picked' });
  await eventually(`logistics with ${orderNo}`, async () => {
    const [found] = await sql<{ due: string }>(
      house,
      `select due_at::text as due from orders where order_no = ? and owner_department = 'logistics' and due_at is not null`,
      [orderNo],
    );
    return found?.due;
  });
  return orderNo;
}

/** An order of two products with a live code, that nobody else touches. */
export async function aParcelOf(
  house: House,
  { paid, settlement = 'prepaid' }: { paid: boolean; settlement?: 'prepaid' | 'cash_on_delivery' },
): Promise<{ orderNo: string; token: string }> {
  const orderNo = `E2E-${randomUUID().slice(0, 8).toUpperCase()}`;
  await as(house, 'desk').post('/orders', {
    orderNo,
    orderedAt: '2026-11-20T09:30:00+08:00',
    ...{ settlement, currency: 'CNY', submit: true },
    customer: {
      ref: orderNo,
      name: 'Wang Xiaoming',
      email: 'wang@example.com',
      address: '1 Nanjing West Road, Shanghai',
    },
    lines: [
      { kind: 'goods', sku: 'TEA-LJ-250', name: 'Longjing tea', quantity: 3, amountMinor: 9_000 },
      { kind: 'goods', sku: 'CUP-B', name: 'Porcelain cup', quantity: 2, amountMinor: 3_000 },
    ],
  });
  const token = await eventually(`the code of ${orderNo}`, async () =>
    as(house, 'desk')
      .get<{ text: string }>(`/orders/${orderNo}/code`)
      .then(
        ({ text }) => text,
        () => undefined,
      ),
  );
  const payment = { type: 'payment_received', amountMinor: 12_000, currency: 'CNY' };
  if (paid) {
    await as(house, 'finance').post(`/orders/${orderNo}/facts`, payment);
    await arrivedAt(house, orderNo, 'circulating');
  }
  return { orderNo, token };
}

/** The state of an order, once it is this one. */
export const arrivedAt = (house: House, orderNo: string, wanted: string): Promise<string> =>
  eventually(`${orderNo} at ${wanted}`, async () => {
    const { state } = await as(house, 'desk').get<{ state: string }>(`/orders/${orderNo}`);
    return state === wanted ? state : undefined;
  });

/** An order whose code cannot be sent: a technical case that waits for its data. */
export async function anOrderWithWrongData(house: House): Promise<{ orderNo: string; caseId: string }> {
  const orderNo = `${WRONG_DATA}${randomUUID().slice(0, 8).toUpperCase()}`;
  await enterOrder(house, orderNo, { amountMinor: 10_000, customerName: '王小明' });
  return { orderNo, caseId: await openCaseOf(house, orderNo) };
}

function openCaseOf(house: House, orderNo: string): Promise<string> {
  return eventually(`a case of ${orderNo}`, async () => {
    const [found] = await sql<{ id: string }>(
      house,
      `select c.id from cases c join orders o on o.id = c.order_id where o.order_no = ? and c.status = 'open'`,
      [orderNo],
    );
    return found?.id;
  });
}

/** An order that was paid too much: a business case that people agree about with the customer. */
export async function anOrderInDispute(house: House): Promise<{ orderNo: string; caseId: string }> {
  const orderNo = `E2E-${randomUUID().slice(0, 8).toUpperCase()}`;
  await enterOrder(house, orderNo, { amountMinor: 10_000, customerName: '王小明' });
  const overpaid = { type: 'payment_received', amountMinor: 12_500, currency: 'CNY' };
  await as(house, 'finance').post(`/orders/${orderNo}/facts`, overpaid);
  await as(house, 'logistics').post(`/orders/${orderNo}/facts`, { type: 'shipped' });
  return { orderNo, caseId: await openCaseOf(house, orderNo) };
}

/** A canary batch of two whose cause was not mended: it stops by itself. */
export async function aBatchThatStops(house: House, causeKey: string): Promise<string> {
  const technician = as(house, 'technician');
  const { items } = await technician.get<{ items: { id: string }[] }>(`/cases?causeKey=${causeKey}&limit=2`);
  const { batchId } = await technician.post<{ batchId: string }>('/retry-batches', {
    caseIds: items.map(({ id }) => id),
    rootCause: 'system_fault',
  });
  await eventually('the end of a batch', async () => {
    const { status } = await technician.get<{ status: string }>(`/retry-batches/${batchId}`);
    return status === 'running' ? undefined : status;
  });
  return batchId;
}

/** Lends somebody to finance for one deed. */
async function inFinance(house: House, personId: string, deed: () => Promise<unknown>): Promise<void> {
  const roles = (of: string) => sql(house, `update people set roles = '{${of}}' where id = ?`, [personId]);
  await roles('finance');
  await deed();
  await roles('reviewer');
}

async function reviewOf(house: House, orderNo: string): Promise<string> {
  return eventually(`a review of ${orderNo}`, async () => {
    const [found] = await sql<{ id: string }>(
      house,
      `select r.id from reviews r join orders o on o.id = r.order_id where o.order_no = ? and r.status = 'open'`,
      [orderNo],
    );
    return found?.id;
  });
}

/** Asks again until there is an answer. */
export async function eventually<Found>(
  what: string,
  look: () => Promise<Found | undefined>,
): Promise<Found> {
  for (const began = Date.now(); Date.now() - began < PATIENCE_MS; await sleep(200)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`${what} never came`);
}

/** Reads or moves what no route does: the clock of a lease, a role. */
export async function sql<Row>(
  house: House,
  text: string,
  values: readonly (string | number)[] = [],
): Promise<Row[]> {
  const db = openDatabase(house.adminUrl, { max: 1, application: 'oqr-e2e' });
  try {
    const { rows } = await db.raw<{ rows: Row[] }>(text, values);
    return rows;
  } finally {
    await db.destroy();
  }
}

/** How many facts of a type an order has. */
export async function factsOf(house: House, orderNo: string, type: string): Promise<number> {
  const [found] = await sql<{ count: number }>(
    house,
    'select count(*)::int as count from facts f join orders o on o.id = f.order_id where o.order_no = ? and f.type = ?',
    [orderNo, type],
  );
  return found?.count ?? 0;
}
