import { encodeFacts } from './sealed-facts.js';
import { canonicalItems, currentKey, type KeyTable, mintToken, type SealedFacts } from './token.js';

/** A code as its row tells it: enough to write the very same text again. */
export interface IssuedCode {
  issueNo: number;
  tokenId: Uint8Array;
  profile: 'short' | 'sealed';
  keyId: number;
  expiresAt: Date;
}

/**
 * The text of a code in the profile that a medium asks for (P2.2.2): both name the same row. In the profile it was
 * issued in it is the issued text; in the other it is closed with that profile's current key.
 */
export function textAs(
  profile: IssuedCode['profile'],
  table: KeyTable,
  host: string,
  { code, order }: { code: IssuedCode; order: CodedOrder },
): string {
  if (code.profile === profile) return textOf(table, host, code, order);
  return textOf(table, host, { ...code, profile, keyId: currentKey(table, profile).keyId }, order);
}

/** The short text of a code, for labels by the thousand: it states nothing of the order. */
export function shortTextOf(table: KeyTable, host: string, code: IssuedCode): string {
  const { keyId } = code.profile === 'short' ? code : currentKey(table, 'short');
  return textOf(table, host, { ...code, profile: 'short', keyId }, NO_ORDER);
}

/** The text of a label by the thousand, in its preset's profile: a sealed one is not written without its order. */
export function labelTextOf(
  profile: IssuedCode['profile'],
  table: KeyTable,
  host: string,
  { code, order }: { code: IssuedCode; order: CodedOrder | undefined },
): string {
  if (profile === 'short') return shortTextOf(table, host, code);
  if (!order) throw new Error('labelTextOf: a sealed label without its order');
  return textAs(profile, table, host, { code, order });
}

const NO_ORDER: CodedOrder = {
  orderNo: '',
  customerRef: '',
  amountMinor: 0,
  currency: '',
  orderedAt: new Date(0),
  lines: [],
};

/** What a sealed token states about its order. */
export interface CodedOrder {
  orderNo: string;
  customerRef: string;
  amountMinor: number;
  currency: string;
  orderedAt: Date;
  lines: Parameters<typeof canonicalItems>[0];
}

/** The text of an issued code: never stored, written again from its row with the key it was minted with. */
export function textOf(table: KeyTable, host: string, code: IssuedCode, order: CodedOrder): string {
  const keys = table.keys
    .filter((key) => key.keyId === code.keyId)
    .map(({ retiredAt: _, compromisedAt: __, ...key }) => key);
  const { tokenId } = code;
  if (code.profile === 'short')
    return mintToken({ ...table, keys }, { profile: 'short', host, tokenId }).text;
  const sealed = sealedOf(code, order);
  return mintToken({ ...table, keys }, { profile: 'sealed', host, tokenId, sealed }).text;
}

/** The facts that a sealed token of this code holds, byte for byte: what a device compares without the house. */
export const sealedBlockOf = (table: KeyTable, code: IssuedCode, order: CodedOrder): Uint8Array =>
  encodeFacts(table, code.tokenId, sealedOf(code, order));

function sealedOf({ issueNo, expiresAt }: IssuedCode, order: CodedOrder): SealedFacts {
  const { orderNo, customerRef, amountMinor, currency, orderedAt, lines } = order;
  const items = canonicalItems(lines);
  return { orderNo, customer: customerRef, items, amountMinor, currency, orderedAt, issueNo, expiresAt };
}
