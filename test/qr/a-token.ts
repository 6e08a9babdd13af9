/** Builders of this folder: a table with both profiles, and tokens minted from it. */
import { randomBytes } from 'node:crypto';
import { decodeBase32, encodeBase32 } from '../../qr/base32.js';
import type { KeyTable, SealedFacts, TokenProfile } from '../../qr/token.js';
import { mintToken, newKeyTable } from '../../qr/token.js';

/** 20 characters, the length that the size claims are made for. */
export const HOST = 'q.orders-example.com';
export const NOW = new Date('2026-11-22T12:00:00Z');
export const AT = { hosts: [HOST], now: NOW };
export const PROFILES: readonly TokenProfile[] = ['short', 'sealed'];

export function aTable(): KeyTable {
  return newKeyTable('2026-01-01T00:00:00Z');
}

export function someFacts(change: Partial<SealedFacts> = {}): SealedFacts {
  return {
    issueNo: 1,
    expiresAt: new Date('2027-11-22T00:00:00Z'),
    amountMinor: 1_234_567,
    currency: 'CNY',
    orderedAt: new Date('2026-11-20T08:15:30Z'),
    orderNo: 'SO-2026-000123',
    customer: 'C-77',
    items: '["goods","A-1","茶壶",2,1234567]',
    ...change,
  };
}

export function aToken(table: KeyTable, profile: TokenProfile, change: Partial<SealedFacts> = {}): string {
  const named = { host: HOST, tokenId: randomBytes(16) };
  if (profile === 'short') return mintToken(table, { ...named, profile }).text;
  return mintToken(table, { ...named, profile, sealed: someFacts(change) }).text;
}

export function payloadOf(text: string): string {
  return text.slice(text.indexOf('#') + 1);
}

export function bytesOf(text: string): Uint8Array {
  const bytes = decodeBase32(payloadOf(text));
  if (!bytes) throw new Error('not base32');
  return bytes;
}

export function textOf(bytes: Uint8Array): string {
  return `HTTPS://${HOST.toUpperCase()}/Q#${encodeBase32(bytes)}`;
}
