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
  payment_not_made: text(
    409,
    '这笔支付没有成功，不能退款。',
    'This payment was never made; nothing can go back.',
  ),
  refund_too_large: text(
    422,
    '退款超过了这笔支付还剩的金额。',
    'The refund is more than what is left of the payment.',
  ),
  refund_unknown: text(404, '没有这笔退款。', 'There is no such refund.'),
  refund_answered: text(
    409,
    '这笔退款不需要答复，或已有人答复。',
    'This refund needs no answer, or has one.',
  ),
  bill_unreadable: text(
    422,
    '账单无法识别：请上传微信、支付宝的交易账单，或按样例填写的 CSV。',
    'This is no bill that is known here: send a trade bill of WeChat or Alipay, or a plain CSV.',
  ),
  difference_unknown: text(404, '没有这条差异。', 'There is no such difference.'),
  difference_settled: text(409, '这条差异已经处理。', 'This difference was settled already.'),
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
