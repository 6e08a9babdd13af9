import { type RefusalText, text } from './refusal-text.js';

/** What is refused where money is asked for, comes and goes back. */
export const PAYMENT_REFUSALS = {
  provider_off: text(404, '没有接入这种支付方式。', 'This way to pay is not set up here.'),
  nothing_due: text(409, '这张订单没有应付的款项。', 'Nothing is due on this order.'),
  amount_over_due: text(422, '金额超过了订单的未付余额。', 'The amount is more than what is still due.'),
  currency_not_paid: text(
    409,
    '这张订单的币种不能在线支付。',
    'Orders in this currency cannot be paid by a provider.',
  ),
  payment_unknown: text(404, '没有这笔支付。', 'There is no such payment.'),
  callback_forged: text(
    401,
    '这个通知不是支付机构发出的，或已过时。',
    'This callback was not signed by the provider, or is outdated.',
  ),
  callback_unreadable: text(
    422,
    '通知的签名正确，但内容无法识别。',
    'The callback is signed, but what it says is not understood.',
  ),
} as const satisfies Record<string, RefusalText>;
