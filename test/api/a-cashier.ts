/** Builders of this folder: a house whose payment providers are simulated, and a cashier that looks after payments. */
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiDeps } from '../../api/app.js';
import { factsOf } from '../../db/facts.js';
import type { Fact } from '../../domain/facts.js';
import type { Provider } from '../../domain/payment.js';
import { type Catchers, startCatchers } from '../../platform/catchers/catchers.js';
import type { Callback } from '../../platform/catchers/payment-callbacks.js';
import type { PaymentSimulator } from '../../platform/catchers/payment-simulator.js';
import { smsSecret } from '../../platform/keys/secrets.js';
import { testKeyRing } from '../../platform/keys/test-ring.js';
import { type Accounts, readAccounts } from '../../platform/payments/accounts.js';
import { type Cashier, portsOf, sweepPayments } from '../../queues/paying.js';
import { sweepRefunds } from '../../queues/refunding.js';
import { houseOf } from '../support/house.js';
import { type ApiHouse, openHouse } from './house.js';
import { issuedOrder } from './order-body.js';

export interface PayingHouse {
  house: ApiHouse;
  catchers: Catchers;
  simulator: PaymentSimulator;
  accounts: Accounts;
  cashier: Cashier;
  /** What a worker does every moment. */
  sweep(): Promise<number>;
  /** Everything that was put off is due now. */
  hurry(): Promise<void>;
  close(): Promise<void>;
}

export async function openPayingHouse(overrides: Partial<ApiDeps> = {}): Promise<PayingHouse> {
  const catchers = await startCatchers({ smsSecret: smsSecret(testKeyRing()), payments: true });
  const simulator = catchers.payments;
  if (!simulator) throw new Error('no simulator');
  const accounts = accountsOf(simulator.accountsAt(catchers.inboxUrl, 'http://127.0.0.1:9'));
  const house = await openHouse({ payments: accounts, ...overrides });
  accounts.callbackUrl = house.url;
  const { db, ring, log } = houseOf(house.database);
  const cashier = { db, ring, log, ports: portsOf(accounts) };
  return {
    ...{ house, catchers, simulator, accounts, cashier },
    sweep: async () => (await sweepPayments(cashier)) + (await sweepRefunds(cashier)),
    hurry: async () => {
      await house.database.admin.raw('update payments set next_at = clock_timestamp()');
      await house.database.admin.raw('update refunds set next_at = clock_timestamp()');
    },
    close: async () => {
      await house.close();
      await catchers.stop();
    },
  };
}

/** As a process reads them. */
function accountsOf(content: object): Accounts {
  const file = join(tmpdir(), `oqr-payments-${process.pid}.json`);
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
  if (!readFileSync(file, 'utf8').includes('PRIVATE KEY')) throw new Error('no keys');
  return readAccounts(file);
}

export interface Asked {
  orderId: string;
  orderNo: string;
  paymentId: string;
  outTradeNo: string;
}

/** An issued order of 120.00 CNY whose payer was asked and whose provider knows it. */
export async function anAskedOrder(
  { house, sweep }: PayingHouse,
  provider: Provider,
  wish: object = {},
): Promise<Asked> {
  const order = await issuedOrder(house);
  return { ...order, ...(await askAgain(house, sweep, order.orderNo, { provider, ...wish })) };
}

export async function askAgain(
  house: ApiHouse,
  sweep: () => Promise<number>,
  orderNo: string,
  wish: object,
): Promise<Pick<Asked, 'paymentId' | 'outTradeNo'>> {
  const answer = await house.as('sales').post(`/orders/${orderNo}/payment-requests`, wish);
  if (answer.status !== 201) throw new Error(answer.text);
  await sweep();
  const [{ out_trade_no: outTradeNo }] = await house.database
    .admin('payments')
    .where({ id: answer.body.paymentId });
  return { paymentId: answer.body.paymentId, outTradeNo };
}

export async function send({ url, headers, body }: Callback) {
  const answer = await fetch(url, { method: 'POST', headers, body });
  return { status: answer.status, text: await answer.text() };
}

const MONEY = ['payment_received', 'payment_refunded', 'payment_mismatch'];

export async function moneyFacts({ db }: ApiHouse, orderId: string): Promise<Fact[]> {
  return (await factsOf(db, orderId)).filter(({ type }) => MONEY.includes(type));
}
