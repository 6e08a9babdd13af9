/** What the caller must mend: one table of code → HTTP status and sentence, one class whose message is its code. */

import { CODE_REFUSALS } from './code-refusals.js';
import { CUSTOMER_REFUSALS } from './customer-refusals.js';
import { GOODS_REFUSALS } from './goods-refusals.js';
import { LETTER_REFUSALS } from './letter-refusals.js';
import { PAYMENT_REFUSALS } from './payment-refusals.js';
import { PEOPLE_REFUSALS } from './people-refusals.js';
import { type RefusalText, text } from './refusal-text.js';

export const REFUSALS = {
  ...PEOPLE_REFUSALS,
  ...LETTER_REFUSALS,
  ...PAYMENT_REFUSALS,
  ...CUSTOMER_REFUSALS,
  ...CODE_REFUSALS,
  ...GOODS_REFUSALS,
  malformed: text(
    400,
    '请求内容不符合要求，请按提示修改。',
    'The request does not fit; mend the fields named below.',
  ),
  control_character: text(400, '内容含有不可见的控制字符。', 'The text holds control characters.'),
  body_too_large: text(413, '请求内容过大。', 'The body is too large.'),
  content_type_unknown: text(415, '不支持这种内容类型。', 'This content type is not taken here.'),
  unauthenticated: text(401, '请先登录，或提供有效的访问令牌。', 'Sign in, or send a valid bearer token.'),
  not_permitted: text(403, '您的岗位没有这项权限。', 'Your role does not allow this.'),
  not_found: text(404, '没有找到。', 'Nothing is here.'),
  method_not_allowed: text(405, '这个地址不支持该操作。', 'This address does not take this method.'),
  too_many_requests: text(429, '请求过于频繁，请稍后再试。', 'Too many requests; try again shortly.'),
  out_of_service: text(
    503,
    '服务暂时不可用，数据没有丢失，请稍后重试。',
    'Out of service for a moment; nothing was lost, try again.',
  ),
  idempotency_key_missing: text(400, '请提供 Idempotency-Key。', 'Send an Idempotency-Key.'),
  idempotency_key_reused: text(
    422,
    '同一个 Idempotency-Key 用于了不同的内容。',
    'This Idempotency-Key came with another body before.',
  ),
  amount_invalid: text(
    400,
    '金额必须是最小货币单位的整数，且不能为负。',
    'The amount must be a whole number of minor units, not negative.',
  ),
  currency_unknown: text(400, '不认识这个币种。', 'This currency is not known.'),
  lines_unknown: text(422, '订单里没有这一行。', 'The order has no such line.'),
  order_differs: text(
    409,
    '已有同号订单，但内容不同。',
    'An order with this number exists with other content.',
  ),
  fact_differs: text(
    409,
    '同一外部编号的事实已登记，但内容不同。',
    'A fact with this external id is recorded with other content.',
  ),
  order_unknown: text(404, '没有这个订单。', 'There is no such order.'),
  state_forbids: text(409, '订单当前状态不允许这样做。', 'The order’s state does not allow this now.'),
  already_written_off: text(409, '订单已核销。', 'The order is written off already.'),
  data_destroyed: text(
    409,
    '这张订单的个人信息已按期销毁，不能再看，也不能再添加。',
    'The personal data of this order was destroyed; nothing of it can be read or added.',
  ),
  comment_unknown: text(404, '没有这条备注。', 'There is no such comment.'),
  file_unknown: text(404, '没有这个文件。', 'There is no such file.'),
  file_not_as_said: text(
    422,
    '文件内容不是 PNG、JPEG、WebP 图片或 PDF，或与类型不符。',
    'The file is no PNG, JPEG, WebP or PDF, or not of the kind that it says.',
  ),
  files_full: text(
    409,
    '这张订单的文件已有 20 个，请先撤回不用的。',
    'The order has 20 files already; take back what is not needed.',
  ),
  not_the_author: text(403, '只有本人可以撤回。', 'Only its author takes it back.'),
  code_unknown: text(404, '此码已失效。', 'This code is not valid any more.'),
  code_not_issued: text(404, '订单二维码还没有生成。', 'The order has no code yet.'),
  label_too_small: text(
    409,
    '这种标签放不下这张码，请换大一号的标签。',
    'The code does not fit this label; take a larger one.',
  ),
  nothing_to_print: text(
    409,
    '所选订单里没有可以打印的有效二维码。',
    'None of these orders has a live code to print.',
  ),
  print_batch_unknown: text(404, '没有这个打印批次。', 'There is no such print batch.'),
  print_batch_not_ready: text(
    409,
    '这批标签还在检查，完成后才能下载。',
    'The labels are still being checked; the file comes when all are.',
  ),
  picture_too_large: text(
    422,
    '图片的像素太多，请缩小到四千万像素以内。',
    'The picture has too many pixels; at most 40 million.',
  ),
  format_not_for_preset: text(
    409,
    '只有小票和标签纸能输出 ZPL，请改用 PDF。',
    'ZPL is for receipts and labels alone; take PDF.',
  ),
  device_unknown: text(404, '没有这台设备，或不是您登记的。', 'There is no such device of yours.'),
  device_known: text(409, '这台设备已经登记过。', 'This device is registered already.'),
  device_revoked: text(409, '这台设备已停用，请重新登记。', 'This device was ended; register it anew.'),
  device_key_invalid: text(422, '设备公钥不是有效的 P-256 公钥。', 'The key is no public key on P-256.'),
  transfer_unknown: text(404, '没有这次流转。', 'There is no such transfer.'),
  transfer_answered: text(409, '这次流转已有结果。', 'This transfer has been answered.'),
  transfer_pending: text(409, '上一次流转还没有结果。', 'The last transfer has not been answered.'),
  not_the_receiver: text(403, '只有接收方可以答复这次流转。', 'Only the receiver answers this transfer.'),

  review_unknown: text(404, '没有这项审核。', 'There is no such review.'),
  review_closed: text(409, '这项审核已经结束。', 'This review is over.'),
  review_claimed: text(409, '已有同事在审核这一单。', 'A colleague holds this review.'),
  claim_missing: text(409, '请先领取这项审核。', 'Claim the review first.'),
  lease_expired: text(
    409,
    '您的领取已过期，请重新领取；填写的内容还在。',
    'Your claim has run out; claim the review again. What you wrote is kept.',
  ),
  review_reserved: text(
    409,
    '这项审核已转交他人或上报组长，只有对方可以处理。',
    'This review was handed to somebody else, or escalated to a lead.',
  ),
  reviewer_unsuitable: text(
    422,
    '不能转交给这位同事：对方没有审核权限，或就是您自己。',
    'It cannot be handed to this person: they may not review, or they are you.',
  ),
  return_date_past: text(422, '归还时间必须在将来。', 'The return must lie ahead.'),
  reason_missing: text(422, '请选择原因。', 'Give a reason.'),
  decision_missing: text(
    409,
    '没有可以撤回的决定：只有在等待第二位审核人时才能撤回。',
    'There is nothing to withdraw: only while a second reviewer is due.',
  ),
  reasons_differ: text(
    422,
    '批量批准只能用于同一种风险原因。',
    'A bulk approval takes reviews of one and the same reason only.',
  ),
  view_unknown: text(404, '没有这个视图。', 'There is no such view.'),
  view_changed: text(
    409,
    '这个视图已被修改，请刷新后再试。',
    'Somebody changed this view; look again and repeat.',
  ),
  too_many_views: text(
    422,
    '保存的视图太多了，请先删除一些。',
    'You keep too many views; take some away first.',
  ),
  not_own_role: text(403, '只能与自己岗位的人分享。', 'You share views with the people of your own roles.'),
  too_many_at_once: text(422, '一次批准的数量超过上限。', 'These are more than may be approved at once.'),
  evidence_changed: text(
    409,
    '审核期间有新的业务事实，请重新查看。',
    'New facts came in; look again before you decide.',
  ),
  four_eyes: text(
    403,
    '您经手过这张订单，不能审核它。',
    'You had a hand in this order, so you cannot review it.',
  ),
  already_decided: text(
    409,
    '您已经审核过这一单，需要另一位审核人。',
    'You have decided already; another reviewer is due.',
  ),

  case_unknown: text(404, '没有这项异常。', 'There is no such case.'),
  case_closed: text(409, '这项异常已经处理完毕。', 'This case is closed.'),
  case_not_technical: text(
    409,
    '业务异常不能重试，请先协商处理。',
    'A business case is resolved, not retried.',
  ),
  case_not_business: text(
    409,
    '技术异常要重试，核销读回后才算处理完毕。',
    'A technical case is retried; only a write-off that was read back closes it.',
  ),

  step_not_skippable: text(
    409,
    '这个环节不能跳过：核销的依据必须由系统完成。',
    'This step cannot be skipped: a write-off stands on it.',
  ),
  answer_waits: text(409, '已有一项申请在等同事答复。', 'A request already waits for a colleague’s answer.'),
  nothing_asked: text(409, '没有等待答复的申请。', 'Nothing waits for an answer here.'),
  own_request: text(
    403,
    '自己的申请要由另一位同事答复。',
    'A colleague answers this, not the one who asked.',
  ),
  customer_erased: text(
    409,
    '客户资料已清除，不能更正。',
    'The customer’s data was erased; it cannot be corrected.',
  ),
  moment_past: text(422, '重试时间必须在今后一年之内。', 'The time of a retry lies ahead, within a year.'),
  incident_unknown: text(404, '没有这个原因的异常了。', 'There is no open case of this cause.'),
  version_stale: text(409, '同事刚刚改过，请刷新后再试。', 'A colleague has just changed this; look again.'),
  nothing_to_retry: text(
    409,
    '没有可重试的异常：可能已在处理，或在另一批重试中。',
    'Nothing to retry: the cases are closed, or in another batch.',
  ),
  batch_unknown: text(404, '没有这批重试。', 'There is no such batch.'),
  batch_over: text(409, '这批重试已经结束。', 'This batch is over.'),

  clock_paused: text(409, '这张订单的计时已经暂停。', 'The clock of this order is paused already.'),
  clock_running: text(409, '这张订单的计时没有暂停。', 'The clock of this order is not paused.'),
  order_moved: text(
    409,
    '订单已有变化（状态或责任人不同了），请刷新后再处理。',
    'The order has moved on since you looked: its state or its owner is another. Look again.',
  ),
  nudged_lately: text(
    429,
    '一小时内已经催办过这张订单，请稍后再催。',
    'This order was nudged within the last hour; give them time.',
  ),
  held_already: text(409, '这张订单已经搁置。', 'This order is on hold already.'),
  not_held: text(409, '这张订单没有搁置。', 'This order is not on hold.'),
  no_budget: text(409, '订单当前状态没有时限，无需延长。', 'The order’s state has no deadline to extend.'),
  person_unknown: text(
    422,
    '没有这个人，或他不在这个部门。',
    'There is no such person, or they are of another department.',
  ),
  not_asked: text(409, '没有人要求说明这张订单。', 'Nobody has asked for an explanation of this order.'),
  not_the_owner: text(403, '这张订单由别的部门负责。', 'Another department is responsible for this order.'),
  zone_unknown: text(422, '不认识这个时区。', 'This time zone is not known.'),
  shifts_invalid: text(
    422,
    '班次必须先起后止、互不重叠，默认班次不能为空。',
    'Shifts must end after they begin and not overlap, and the default ones cannot be empty.',
  ),
  day_outside_year: text(
    422,
    '日期不在这一年内，或重复出现。',
    'A day is outside that year, or named twice.',
  ),
  year_unknown: text(
    422,
    '系统还不知道这一年的放假安排，请按国务院办公厅的通知逐条填写。',
    'The statutory days of this year are not known here; write them down from the official notice.',
  ),

  import_unknown: text(404, '没有这次导入。', 'There is no such import.'),
  file_unreadable: text(422, '文件无法读取。', 'The file cannot be read.'),
  mapping_unknown: text(400, '不认识这个导入模板。', 'This mapping is not known.'),
} as const satisfies Record<string, RefusalText>;

export type RefusalCode = keyof typeof REFUSALS;

/** Its message is its code: the only thing that crosses process borders. `hint` holds nothing personal. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly hint: Readonly<Record<string, unknown>>;

  constructor(code: RefusalCode, hint: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.hint = hint;
  }
}
