import { Router, urlencoded } from 'express';
import { formatMinor } from '../../domain/money.js';
import { PAYMENT_FAULTS, type PaymentFault } from './fault-plan.js';
import type { Trade, Trades } from './payment-trades.js';

/** GET and POST /pay/:page: where a newcomer pays without money, and may have something go wrong. */
export function paymentPage(trades: Trades, pay: (trade: Trade, fault?: PaymentFault) => void): Router {
  const router = Router();
  router.get('/pay/:page', (request, response) => {
    const trade = trades.ofPage(request.params.page);
    if (!trade) return void response.status(404).send('404');
    return void response.set('Cache-Control', 'no-store').type('html').send(pageOf(trade));
  });
  router.post('/pay/:page', urlencoded({ limit: '1kb' }), (request, response) => {
    const trade = trades.ofPage(request.params.page ?? '');
    if (!trade) return void response.status(404).send('404');
    const fault = PAYMENT_FAULTS.find(({ kind }) => kind === request.body?.fault);
    pay(trade, fault);
    return void response.redirect(303, `/pay/${trade.page}`);
  });
  return router;
}

const NAMES = { wechat: '微信支付 WeChat Pay', alipay: '支付宝 Alipay' };
const SENTENCES = {
  open: '这是模拟收银台，不会动用真钱。 This is a simulated cashier: no money moves.',
  paid: '已付款，可以关闭本页。 Paid; this page may be closed.',
  closed: '订单已关闭，不能再付。 Closed; it cannot be paid any more.',
};
const FAULTS = {
  duplicate: '通知重复三次 The callback comes three times',
  late: '通知晚到五秒 The callback comes five seconds late',
  lost: '通知丢失 The callback is lost',
  shuffled: '通知乱序（攒满三笔） Callbacks of three payments come shuffled',
  wrong_amount: '金额不符 Another amount',
  wrong_signature: '签名不对 A wrong signature',
};

function pageOf(trade: Trade): string {
  const amount = `${trade.currency} ${formatMinor(trade.amountMinor, trade.currency)}`;
  const choices = PAYMENT_FAULTS.map(({ kind }) => `<option value="${kind}">${FAULTS[kind]}</option>`);
  const form = `<form method="post">
<button type="submit">付款 Pay</button>
<label>演练 Drill <select name="fault"><option value="">一切正常 Nothing goes wrong</option>${choices.join('')}</select></label>
</form>`;
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>模拟收银台 Simulated cashier</title><link rel="icon" href="data:,">
<style>${STYLE}</style>
<main><h1>${NAMES[trade.provider]}</h1><p>${escaped(trade.subject)}</p><p class="amount">${amount}</p>
<p role="status">${SENTENCES[trade.state]}</p>${trade.state === 'open' ? form : ''}</main></html>`;
}

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;margin:0}
main{max-width:26rem;margin:0 auto;padding:2rem 1rem;text-align:center}h1{font-size:1.25rem}
.amount{font-size:2.25rem;font-weight:600;margin:.5rem 0}
button{font:inherit;width:100%;padding:.75rem;border:0;border-radius:.5rem;background:#1d6f42;color:#fff;cursor:pointer}
label{display:block;margin-top:1.5rem;text-align:left;font-size:.875rem}select{font:inherit;width:100%;margin-top:.25rem;padding:.5rem}`;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
