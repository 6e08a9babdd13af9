import { type RefusalText, text } from './refusal-text.js';

/** What is refused where codes and what they state are looked after. */
export const CODE_REFUSALS = {
  nothing_amended: text(
    422,
    '填写的内容与订单一致，没有需要更改的。',
    'The order says so already; nothing would change.',
  ),
  goods_gone: text(
    409,
    '已经发货或完成服务，商品明细不能再改；请取消后重新下单，或办理退换。',
    'Goods went out or the service was done: the lines stay. Cancel and order anew, or take the goods back.',
  ),
  scan_blocked: text(
    429,
    '扫码次数异常，已暂停，请稍后再试，或联系客服。',
    'Too many odd scans: paused for a while. Try again later, or ask our customer service.',
  ),
  alert_unknown: text(404, '没有这条告警。', 'There is no such alert.'),
  alert_reviewed: text(409, '这条告警已有人处理。', 'Somebody has reviewed this alert already.'),
  key_unknown: text(404, '没有这把密钥。', 'There is no such key.'),
  key_compromised: text(409, '这把密钥已登记为泄露。', 'This key was declared compromised before.'),
  exposure_changed: text(
    409,
    '受影响的订单数已变化，请重新预览后再确认。',
    'The number of affected orders has changed; look at the preview again.',
  ),
  compromise_date: text(422, '失效时间最多在今后 30 天内。', 'The date lies at most 30 days ahead.'),
  keys_read_only: text(
    409,
    '这台服务器不能更改密钥文件，请在保管密钥的主机上操作。',
    'This process may not change the keys; do it where they are kept.',
  ),
} as const satisfies Record<string, RefusalText>;
