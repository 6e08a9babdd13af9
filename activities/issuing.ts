import { randomBytes, randomUUID } from 'node:crypto';
import { type IssueRecord, issue } from '../db/codes.js';
import { linesOf, type OrderRow } from '../db/orders.js';
import { checkSymbol } from '../qr/check.js';
import { textOf } from '../qr/code-text.js';
import { MEDIA } from '../qr/symbol.js';
import { currentKey, TOKEN_ID_BYTES } from '../qr/token.js';
import { customerOf } from './customer.js';
import type { House } from './house.js';
import { note, type Turn, turn } from './turn.js';

const PROFILE: Parameters<typeof textOf>[2]['profile'] = 'short';
const DAY_MS = 86_400_000;

/** Issues an order's code (P2.1.2, P2.1.3): minted, drawn, decoded back by an independent decoder, only then recorded. */
export async function issueCode(house: House, orderId: string): Promise<Turn> {
  return turn(house, orderId, 'issue', async (hand) => {
    const issueNo = 1 + hand.facts.filter((fact) => fact.type === 'code_issued').length;
    const code = {
      id: randomUUID(),
      orderId,
      issueNo,
      tokenId: randomBytes(TOKEN_ID_BYTES),
      profile: PROFILE,
      keyId: currentKey(house.tokenKeys, PROFILE).keyId,
      expiresAt: new Date(Date.now() + hand.policy.codeValidityDays * DAY_MS),
    };
    const checked = await checkedRecord(house, hand.row, code);
    await issue(hand.tx, hand.row.orderNo, code, checked);
    hand.code = { id: code.id, issueNo };
    hand.standing.messages.prepared = false;
    await note(hand, 'code_issued', { issueNo, codeId: code.id });
  });
}

/** A symbol that is not read back exactly is a technical failure, never an issued code. */
class SymbolUnreadable extends Error {
  override readonly name = 'SymbolUnreadable';
}

async function checkedRecord(
  house: House,
  order: OrderRow,
  code: Parameters<typeof textOf>[2],
): Promise<IssueRecord> {
  const customer = code.profile === 'sealed' ? await customerOf(house, order) : undefined;
  const lines = code.profile === 'sealed' ? await linesOf(house.db, order.id) : [];
  const text = textOf(house.tokenKeys, house.codeHost, code, {
    ...order,
    customerRef: customer?.ref ?? '',
    lines,
  });
  const check = await checkSymbol(text, MEDIA.screen.ecc);
  if (!check.ok) throw new SymbolUnreadable('symbol_unreadable');
  const { version, modules, ecc, tookMs, grade } = check;
  return {
    ...{ symbolVersion: version, modules, ecc, decoder: 'zxing-wasm', decoded: true, checkMs: tookMs },
    ...{ grade: grade.grade, gradeParts: grade.parts },
  };
}
