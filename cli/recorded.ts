import type { Recorded } from '../api/contract/recorded.js';
import { plain } from './print.js';
import type { View } from './verb.js';

/** What a deed came to. Accepted is not yet acted upon, and is not told as if it were. */
export function tellRecorded({ orderNo, fact, state, applied }: Recorded, { language }: View): string {
  const no = plain(orderNo);
  if (language === 'zh')
    return `${no}：已登记第 ${fact} 号事实，订单状态 ${state}${applied ? '。' : '（流程尚未处理，可用 --wait 等待）。'}`;
  const later = applied ? '' : ' (the lifecycle has not acted on it yet; --wait 10 waits for it)';
  return `${no}: fact ${fact} is recorded; state ${state}${later}`;
}
