import type { CodeRow } from '../db/codes.js';
import type { Reading } from '../qr/token.js';
import type { ScanReason } from './contract/scans.js';
import type { Language } from './language.js';
import { sentenceOf } from './language.js';

/** What a scanned text is, from what it says and what the record says of it; the record decides. */
export function verdictOn(reading: Reading, code: CodeRow | undefined, now: Date): ScanReason {
  switch (reading.verdict) {
    case 'malformed':
      return 'code_malformed';
    case 'foreign':
      return 'code_foreign';
    case 'forged':
      return 'code_forged';
    case 'unknown_key':
      return 'code_unknown';
    case 'compromised':
      return 'code_compromised';
    case 'expired':
    case 'genuine':
      return code ? standingOf(code, reading.verdict, now) : 'code_unknown';
  }
}

function standingOf(code: CodeRow, verdict: 'genuine' | 'expired', now: Date): ScanReason {
  switch (code.status) {
    case 'replaced':
      return 'code_replaced';
    case 'voided':
      return 'code_voided';
    case 'expired':
      return 'code_expired';
    case 'compromised':
      return 'code_compromised';
    case 'live':
      return verdict === 'expired' || code.expiresAt <= now ? 'code_expired' : 'code_live';
  }
}

/** The sentence for staff; strangers read that of `code_unknown` for every code that is not live. */
export function scanSentence(reason: ScanReason, language: Language, replacedBy?: number): string {
  if (replacedBy !== undefined) return `${scanSentence(reason, language)}${wayOut(replacedBy)[language]}`;
  switch (reason) {
    case 'code_unknown':
    case 'not_permitted':
    case 'state_forbids':
    case 'transfer_unknown':
    case 'transfer_answered':
    case 'not_the_receiver':
      return sentenceOf(reason, language);
    default:
      return SENTENCES[reason][language];
  }
}

/** Where the order goes on when a newer code stands behind a dead one. */
const wayOut = (issueNo: number): Record<Language, string> => ({
  zh: `该订单现用第 ${issueNo} 次签发的码，请扫新码，或在订单页重新打印、转发。`,
  en: ` Issue ${issueNo} is the code now: scan that one, or print or send it again from the order.`,
});

const SENTENCES = {
  code_live: { zh: '订单二维码有效。', en: 'The code is valid.' },
  code_malformed: { zh: '这不是订单二维码。', en: 'This is no order code.' },
  code_forged: { zh: '此码是伪造或被改动的。', en: 'This code is forged or altered.' },
  code_foreign: { zh: '这是别处的二维码。', en: 'This code belongs to somebody else.' },
  code_replaced: { zh: '此码已被新码替换。', en: 'This code was replaced by a newer one.' },
  code_voided: { zh: '此码已作废。', en: 'This code was made void.' },
  code_expired: { zh: '此码已过期。', en: 'This code has expired.' },
  code_compromised: {
    zh: '签发此码的密钥已泄露，请勿信任。',
    en: 'The key of this code is compromised; do not trust it.',
  },
} as const satisfies Partial<Record<ScanReason, Record<Language, string>>>;
