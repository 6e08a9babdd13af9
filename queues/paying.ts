import { dataKeyOf } from '../db/orders.js';
import { type ClaimedPayment, claimPayment, movePayment, settleTold } from '../db/payments.js';
import { takeTold } from '../db/receipts.js';
import type { Db } from '../db/sql.js';
import type { Provider } from '../domain/payment.js';
import { openPayer } from '../platform/keys/payer.js';
import type { KeyRing } from '../platform/keys/ring.js';
import type { Logger } from '../platform/log.js';
import type { Accounts } from '../platform/payments/accounts.js';
import { alipay } from './alipay.js';
import type { PaymentPort, Placed } from './payment-port.js';
import { wechatPay } from './wechat-pay.js';

/** What payments stand on. Their rows are the outbox: Redis has no part in them. */
export interface Cashier {
  db: Db;
  ring: KeyRing;
  log: Logger;
  ports: Readonly<Partial<Record<Provider, PaymentPort>>>;
}

const LEASE_SECONDS = 30;
/** A payer who has paid waits for nothing but a callback; this finds one that was lost. */
const QUERY_SECONDS = 15;
const LONGEST_PAUSE_SECONDS = 120;

export function portsOf(accounts: Accounts | undefined): Cashier['ports'] {
  return {
    ...(accounts?.wechat && { wechat: wechatPay(accounts, accounts.wechat) }),
    ...(accounts?.alipay && { alipay: alipay(accounts, accounts.alipay) }),
  };
}

/**
 * Looks after every attempt that is due: places it with its provider, asks whether it was paid when no callback came, and
 * closes it when its time is over. Answers how many it had in hand.
 */
export async function sweepPayments(cashier: Cashier): Promise<number> {
  const { db, log } = cashier;
  await settleTold(db);
  let inHand = 0;
  for (;;) {
    const payment = await claimPayment(db, LEASE_SECONDS);
    if (!payment) return inHand;
    inHand += 1;
    await lookAfter(cashier, payment).catch((error: unknown) =>
      log.error({ paymentId: payment.id, err: error }, 'a payment could not be looked after'),
    );
  }
}

function lookAfter(cashier: Cashier, payment: ClaimedPayment): Promise<void> {
  const port = cashier.ports[payment.provider];
  if (!port) return movePayment(cashier.db, payment.id, { state: 'failed', errorCode: 'provider_off' });
  if (payment.state === 'pending') return follow(cashier, port, payment);
  return payment.isOver
    ? movePayment(cashier.db, payment.id, { state: 'closed' })
    : place(cashier, port, payment);
}

async function place({ db, ring, log }: Cashier, port: PaymentPort, payment: ClaimedPayment): Promise<void> {
  const wrapped = payment.sealed ? await dataKeyOf(db, payment.orderId) : undefined;
  const placed = await port.place({
    ...payment,
    subject: `订单 ${payment.orderNo}`,
    ...(wrapped && payment.sealed && { payerAddress: openPayer(ring, wrapped, payment, payment.sealed) }),
  });
  await movePayment(db, payment.id, afterPlacing(placed, payment));
  const code = placed.kind === 'placed' ? undefined : placed.code;
  log.info({ paymentId: payment.id, provider: payment.provider, outcome: placed.kind, code }, 'payment');
}

function afterPlacing(placed: Placed, payment: ClaimedPayment): Parameters<typeof movePayment>[2] {
  switch (placed.kind) {
    case 'placed': {
      const { kind: _, ...shown } = placed;
      return { state: 'pending', ...shown, afterSeconds: QUERY_SECONDS };
    }
    case 'refused':
      return { state: 'failed', errorCode: placed.code };
    case 'silent':
      return { state: 'created', errorCode: placed.code, afterSeconds: pauseAfter(payment, 1) };
  }
}

/** Asks what became of an attempt; money that came is taken as if its callback had come. */
async function follow({ db, log }: Cashier, port: PaymentPort, payment: ClaimedPayment): Promise<void> {
  const found = await port.query(payment.outTradeNo);
  if (found.kind === 'paid') {
    const taken = await db.transaction((tx) => takeTold(tx, found.told, 'query'));
    log.info({ paymentId: payment.id, provider: payment.provider, taken }, 'payment found');
    await settleTold(db);
    return;
  }
  if (found.kind === 'gone') return movePayment(db, payment.id, { state: 'closed' });
  const pause = { state: 'pending' as const, afterSeconds: pauseAfter(payment, QUERY_SECONDS) };
  if (found.kind === 'silent' || !payment.isOver) return movePayment(db, payment.id, pause);
  const closed = await port.close(payment.outTradeNo);
  return movePayment(db, payment.id, closed.kind === 'closed' ? { state: 'closed' } : pause);
}

const pauseAfter = ({ tries }: ClaimedPayment, firstSeconds: number): number =>
  Math.min(firstSeconds * 2 ** Math.min(tries - 1, 10), LONGEST_PAUSE_SECONDS);
