import { type RefusalText, text } from './refusal-text.js';

/** What is refused where goods are handled and their delivery is proven. */
export const GOODS_REFUSALS = {
  goods_beyond: text(
    422,
    '件数超过了这一步还能处理的数量。',
    'These are more pieces than are left for this step.',
  ),
  nothing_to_handle: text(409, '这一步已经没有要处理的货物。', 'No goods are left for this step.'),
  goods_unpaid: text(
    409,
    '预付订单还没有付清，货物不能发出；请先请财务部确认收款。',
    'The order is prepaid and not paid in full; its goods do not leave yet. Ask finance first.',
  ),
  proof_no_photo: text(
    422,
    '送达凭证要用照片：PNG、JPEG 或 WebP。',
    'A delivery is proven by a photo: PNG, JPEG or WebP.',
  ),
  proof_kept: text(
    409,
    '这张照片是送达凭证，不能撤回。',
    'This photo proves a delivery; it is not taken back.',
  ),
} as const satisfies Record<string, RefusalText>;
