import { setTimeout as sleep } from 'node:timers/promises';
import type { State } from '../../domain/lifecycle.js';
import type { Provider } from '../../domain/payment.js';
import type { PaymentFault } from '../../platform/catchers/fault-plan.js';
import type { People } from './people.js';

/** Orders paid at the simulated providers, whose callbacks come as the drill likes. */

export interface Counter {
  people: People;
  think(): Promise<void>;
  until<Found>(look: () => Promise<Found | undefined>): Promise<Found | undefined>;
  /** No more faults come: whoever pays now is told of at once. */
  isDraining(): boolean;
}

const AMOUNT_MINOR = 12_000;
/** True in the end, however they come; a lost one is found by asking. */
const CALLBACKS: readonly (PaymentFault['kind'] | '')[] = ['', 'duplicate', 'lost', '', 'shuffled', 'late'];
const PAYER_AGAIN_MS = 300;
const PAYER_TRIES = 20;

/** Paid whole at a counter and shipped. */
export async function byWallet(counter: Counter, orderNo: string): Promise<State | undefined> {
  const { people, think } = counter;
  await people.enter(orderNo, { amountMinor: AMOUNT_MINOR, submit: true, notify: false, by: 'email' });
  await think();
  const paid = await payAt(counter, orderNo, { provider: 'wechat', amountMinor: AMOUNT_MINOR });
  await people.ship(orderNo, `${orderNo}-s`);
  return paid ? 'archived' : undefined;
}

/** A part paid by one wallet goes back; then all of it is paid by the other. */
export async function byOtherWallet(counter: Counter, orderNo: string): Promise<State | undefined> {
  const { people, until } = counter;
  await people.enter(orderNo, { amountMinor: AMOUNT_MINOR, submit: true, notify: false, by: 'phone' });
  const part = AMOUNT_MINOR / 2;
  const first = await payAt(counter, orderNo, { provider: 'alipay', amountMinor: part });
  if (!first || !(await until(() => people.paymentOf(orderNo, first, 'succeeded')))) return undefined;
  await people.refund(orderNo, first, part);
  if (!(await until(() => people.refunded(orderNo)))) return undefined;
  const paid = await payAt(counter, orderNo, { provider: 'wechat', amountMinor: AMOUNT_MINOR });
  await people.ship(orderNo, `${orderNo}-s`);
  return paid ? 'archived' : undefined;
}

/** Asks for the money and pays it once its code is shown; the payment's id, or undefined when it came to nothing. */
async function payAt(
  { people, until, isDraining }: Counter,
  orderNo: string,
  wish: { provider: Provider; amountMinor: number },
): Promise<string | undefined> {
  const asked = await people.askPayment(orderNo, wish);
  if (!asked) return undefined;
  const shown = await until(() => people.paymentOf(orderNo, asked, 'pending'));
  if (!shown?.qr) return undefined;
  const fault = CALLBACKS[Math.floor(Math.random() * CALLBACKS.length)] ?? '';
  return (await payOn(shown.qr, isDraining() ? '' : fault)) ? asked : undefined;
}

/** As the payer's own wallet does. */
async function payOn(page: string, fault: string): Promise<boolean> {
  for (let tries = 0; tries < PAYER_TRIES; tries += 1) {
    const body = new URLSearchParams({ fault });
    const answer = await fetch(page, { method: 'POST', body, redirect: 'manual' }).catch(() => undefined);
    if (answer?.status === 303) return true;
    await sleep(PAYER_AGAIN_MS);
  }
  return false;
}
