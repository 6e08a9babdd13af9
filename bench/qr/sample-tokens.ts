import { createHash } from 'node:crypto';
import { testKeyRing } from '../../platform/keys/test-ring.js';
import { tokenKeyTable } from '../../platform/keys/token-keys.js';
import { type KeyTable, mintToken, type TokenProfile } from '../../qr/token.js';

/** As long as the size claims of the presets are made for. */
export const HOST = 'q.orders-example.com';
/** Keys from published text, so that every run draws the same symbols. */
export const TABLE: KeyTable = tokenKeyTable(testKeyRing());

/** Tokens of so many orders, the same in every run; another `first` gives others. */
export function sampleTokens(profile: TokenProfile, count: number, first = 0): string[] {
  return Array.from({ length: count }, (_, index) => sampleToken(profile, first + index));
}

export function sampleToken(
  profile: TokenProfile,
  index: number,
  expiresAt = new Date('2031-01-01T00:00:00Z'),
): string {
  const tokenId = createHash('sha256').update(`token ${index}`).digest().subarray(0, 16);
  if (profile === 'short') return mintToken(TABLE, { profile, host: HOST, tokenId }).text;
  const sealed = {
    issueNo: 1,
    expiresAt,
    amountMinor: 100 * (index + 1),
    currency: 'CNY',
    orderedAt: new Date('2026-11-20T08:15:30Z'),
    orderNo: `SO-2026-${String(index).padStart(6, '0')}`,
    customer: `C-${index}`,
    items: '["goods","A-1","茶壶",2,1234567]',
  };
  return mintToken(TABLE, { profile, host: HOST, tokenId, sealed }).text;
}
