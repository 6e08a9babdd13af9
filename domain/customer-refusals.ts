import { type RefusalText, text } from './refusal-text.js';

/** What is refused on the customer's page. */
export const CUSTOMER_REFUSALS = {
  customer_session_missing: text(
    401,
    '页面已过期，请重新扫描二维码或打开链接。',
    'This page has run out: scan your code or open its link again.',
  ),
  proof_required: text(
    403,
    '请先验证您是本人：手机号后四位，或发给您的验证码。',
    'Prove first that it is you: the last four digits of your phone, or the code sent to you.',
  ),
  proof_failed: text(
    401,
    '不正确。请核对后再试，或换另一种方式验证。',
    'That is not right. Check it and try again, or prove it the other way.',
  ),
  proof_locked: text(
    429,
    '尝试次数过多，请稍后再试，或换另一种方式验证。',
    'Too many tries; wait a while, or prove it the other way.',
  ),
  problem_open: text(
    409,
    '您反映的问题正在处理，有进展会通知您。',
    'Your problem is being looked at already; we shall write to you.',
  ),
  nothing_to_confirm: text(
    409,
    '还没有发货或完成服务，暂时不用确认。',
    'Nothing was shipped or done yet, so there is nothing to confirm.',
  ),
} as const satisfies Record<string, RefusalText>;
