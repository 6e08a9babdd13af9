import type { Router } from 'express';
import type { Provider } from '../../domain/payment.js';
import type { AccountsFile } from '../payments/accounts.js';
import { type FaultPlan, faultPlan, type PaymentCallFault, type PaymentFault } from './fault-plan.js';
import { simulatedAlipay } from './payment-alipay.js';
import { type Callback, callbackFor, openCaller, type Untruth } from './payment-callbacks.js';
import { newPaymentKeys, type PaymentKeys, simulatedAccounts } from './payment-keys.js';
import { paymentPage } from './payment-page.js';
import { openTrades, type Trade } from './payment-trades.js';
import { simulatedWechat } from './payment-wechat.js';

/** Both providers on one machine: they sign with keys of this start, and no money moves. */
export interface PaymentSimulator {
  readonly routers: readonly Router[];
  readonly keys: PaymentKeys;
  readonly faults: {
    readonly callbacks: FaultPlan<PaymentFault>;
    readonly calls: FaultPlan<PaymentCallFault>;
  };
  /** The accounts that point a house at this simulator. */
  accountsAt(simulatorUrl: string, callbackUrl: string): AccountsFile;
  trades(): Trade[];
  /** Pays as a payer would; the callback follows by itself. */
  pay(provider: Provider, outTradeNo: string): void;
  /** Pays, be it a moment before the trade was closed, and hands over the callback instead of sending it. */
  paidCallback(provider: Provider, outTradeNo: string, untruth?: Untruth): Callback;
  stop(): void;
}

export async function paymentSimulator(): Promise<PaymentSimulator> {
  const keys = await newPaymentKeys();
  const trades = openTrades();
  const faults = { callbacks: faultPlan<PaymentFault>(), calls: faultPlan<PaymentCallFault>() };
  const caller = openCaller(keys);
  const markPaid = (trade: Trade): boolean => {
    if (trade.state !== 'open') return false;
    trade.state = 'paid';
    trade.paidAt = new Date();
    return true;
  };
  const pay = (trade: Trade, fault = faults.callbacks.next()) => {
    if (markPaid(trade)) caller.tell(trade, fault);
  };
  const known = (provider: Provider, outTradeNo: string): Trade => {
    const trade = trades.find(provider, outTradeNo);
    if (!trade) throw new Error(`the simulator knows no ${provider} trade of that name`);
    return trade;
  };
  const provider = { keys, trades, faults: faults.calls, caller };
  return {
    routers: [simulatedWechat(provider), simulatedAlipay(provider), paymentPage(trades, pay)],
    keys,
    faults,
    accountsAt: (simulatorUrl, callbackUrl) => simulatedAccounts(keys, simulatorUrl, callbackUrl),
    trades: trades.list,
    pay: (name, outTradeNo) => pay(known(name, outTradeNo)),
    paidCallback: (name, outTradeNo, untruth) => {
      const trade = known(name, outTradeNo);
      trade.state = 'paid';
      trade.paidAt ??= new Date();
      return callbackFor(keys, trade, untruth);
    },
    stop: caller.stop,
  };
}
