import { randomUUID } from 'node:crypto';
import { as, type House } from '../e2e/house.js';
import { eventually, sql } from '../e2e/orders.js';
import { anAmendment, someAlerts } from './care.js';

/** Codes whose customers prove themselves by the last digits of this number. */
export const CUSTOMERS_PHONE = '13800138000';

export interface CustomersSample {
  /** Its customer owes money and has not tried to pay. */
  customerCode: string;
  /** A payer was asked, and the provider waits. */
  payingCode: string;
  /** Its customer has reported a problem. */
  problemCode: string;
  /** Somebody has proposed a change of it. */
  amending: string;
}

export async function customersOf(house: House): Promise<CustomersSample> {
  const [owing, paying, disputed] = [await aCode(house), await aCode(house), await aCode(house)];
  const amending = await aCode(house);
  await anAmendment(house, amending.orderNo);
  await someAlerts(house, owing.orderNo);
  await askToPay(house, paying.orderNo);
  await as(house, 'service').post(`/orders/${disputed.orderNo}/facts`, { type: 'dispute_opened' });
  return {
    customerCode: owing.token,
    payingCode: paying.token,
    problemCode: disputed.token,
    amending: amending.orderNo,
  };
}

/** An order whose code has been issued, its items named in letters that either language reads. */
async function aCode(house: House): Promise<{ orderNo: string; token: string }> {
  const desk = as(house, 'desk');
  const orderNo = `E2E-${randomUUID().slice(0, 8).toUpperCase()}`;
  await desk.post('/orders', {
    ...{ orderNo, orderedAt: '2026-11-20T09:30:00+08:00', settlement: 'prepaid', currency: 'CNY' },
    customer: { ref: orderNo, name: 'Wang', phone: CUSTOMERS_PHONE },
    lines: [{ kind: 'goods', sku: 'T-1', name: 'Longjing 2026', quantity: 2, amountMinor: 12_000 }],
    ...{ submit: true, notify: false },
  });
  const token = await eventually(`a code of ${orderNo}`, () =>
    desk.get<{ text: string }>(`/orders/${orderNo}/code`).then(
      ({ text }) => text.slice(text.indexOf('#') + 1),
      () => undefined,
    ),
  );
  return { orderNo, token };
}

/** A visit to every screen may take longer than a payer has. */
async function askToPay(house: House, orderNo: string): Promise<void> {
  const sales = as(house, 'sales');
  const { paymentId } = await sales.post<{ paymentId: string }>(`/orders/${orderNo}/payment-requests`, {
    provider: 'wechat',
  });
  await sql(house, `update payments set expires_at = expires_at + interval '1 day' where id = ?`, [
    paymentId,
  ]);
  await eventually('a provider that waits', async () => {
    const { state } = await sales.get<{ state: string }>(`/orders/${orderNo}/payments/${paymentId}`);
    return state === 'pending' || undefined;
  });
}
