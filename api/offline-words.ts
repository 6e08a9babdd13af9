import type { Conflict } from '../domain/offline.js';
import type { ENTRY_FAULTS } from './contract/offline.js';
import { SCAN_REASONS, type ScanReason } from './contract/scans.js';
import type { Language } from './language.js';
import { scanSentence } from './verdict.js';

export type OfflineReason = ScanReason | Conflict | (typeof ENTRY_FAULTS)[number];

/** What a scan without the house came to, in one sentence. */
export function offlineSentence(reason: OfflineReason, language: Language): string {
  const scanned = SCAN_REASONS.find((known) => known === reason);
  return scanned ? scanSentence(scanned, language) : SENTENCES[reason as keyof typeof SENTENCES][language];
}

const SENTENCES = {
  order_over: { zh: '扫码时订单已经结束。', en: 'The order was over by then.' },
  shipped_already: {
    zh: '系统里已登记发货，剩下的数量不够。',
    en: 'Shipments on record leave less than was shipped here.',
  },
  delivered_already: { zh: '系统里已登记送达。', en: 'A delivery is on record already.' },
  offer_gone: { zh: '这次流转已不在等您接收。', en: 'The transfer does not wait for you any more.' },
  device_revoked: { zh: '这台设备已停用。', en: 'This device was ended.' },
  entry_not_signed: { zh: '这条记录的签名不对，没有采用。', en: 'The entry is not signed by this device.' },
  entry_unreadable: { zh: '这条记录读不出来，没有采用。', en: 'The entry cannot be read.' },
  number_taken: {
    zh: '这个序号已用于另一条记录，没有采用。',
    en: 'Another entry came under this number before.',
  },
} as const satisfies Record<Exclude<OfflineReason, ScanReason>, Record<Language, string>>;
