import { randomBytes, randomUUID } from 'node:crypto';
import { endLive, type IssueRecord, issue } from '../db/codes.js';
import { checkSymbol } from '../qr/check.js';
import { textOf } from '../qr/code-text.js';
import { MEDIA } from '../qr/symbol.js';
import { currentKey, isCompromised, TOKEN_ID_BYTES } from '../qr/token.js';
import { customerOf } from './customer.js';
import type { Hand } from './hand.js';
import type { House } from './house.js';
import { note } from './turn.js';

const PROFILE: Parameters<typeof textOf>[2]['profile'] = 'short';
const DAY_MS = 86_400_000;

/** Issues an order's code (P2.1.2, P2.1.3): minted, drawn, decoded back by an independent decoder, only then recorded. */
export async function issuing(hand: Hand, house: House): Promise<void> {
  const { id: orderId } = hand.row;
  const issueNo = 1 + hand.facts.filter((fact) => fact.type === 'code_issued').length;
  const code = {
    id: randomUUID(),
    orderId,
    issueNo,
    tokenId: randomBytes(TOKEN_ID_BYTES),
    profile: PROFILE,
    keyId: currentKey(house.tokenKeys, PROFILE).keyId,
    expiresAt: new Date(hand.now.getTime() + hand.policy.codeValidityDays * DAY_MS),
  };
  const checked = await checkedRecord(house, hand, code);
  if (issueNo > 1) await endLive(hand.tx, orderId, isExposed(house, hand) ? 'compromised' : 'replaced');
  note(hand, 'code_issued', { issueNo, codeId: code.id });
  hand.atEnd(() => issue(hand.tx, hand.row.orderNo, code, checked));
  hand.code = { id: code.id, issueNo, keyId: code.keyId };
  hand.standing.messages.prepared = false;
}

/** The code in hand was closed with a key that is in other hands by now. */
function isExposed({ tokenKeys }: House, { code, now }: Hand): boolean {
  const key = tokenKeys.keys.find(({ keyId }) => keyId === code?.keyId);
  return key !== undefined && isCompromised(key, now);
}

/** A symbol that is not read back exactly is a technical failure, never an issued code. */
class SymbolUnreadable extends Error {
  override readonly name = 'SymbolUnreadable';
}

/** Under the order's lock, so that a code states the order as it is issued for. */
async function checkedRecord(
  house: House,
  { tx, row, lines }: Hand,
  code: Parameters<typeof textOf>[2],
): Promise<IssueRecord> {
  const customer = code.profile === 'sealed' ? await customerOf({ ...house, db: tx }, row) : undefined;
  const stated = { ...row, customerRef: customer?.ref ?? '', lines };
  const text = textOf(house.tokenKeys, house.codeHost, code, stated);
  const check = await checkSymbol(text, MEDIA.screen.ecc);
  if (!check.ok) throw new SymbolUnreadable('symbol_unreadable');
  const { version, modules, ecc, tookMs, grade } = check;
  return {
    ...{ symbolVersion: version, modules, ecc, decoder: 'zxing-wasm', decoded: true, checkMs: tookMs },
    ...{ grade: grade.grade, gradeParts: grade.parts },
  };
}
