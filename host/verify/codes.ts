import type { CodeSeen, FactSeen, WholeOrder } from '../../db/whole-orders.js';

/** Invariant 4: one live code, each read back before it was issued, and only the live one ever changed anything. */
export function checkCodes(order: WholeOrder): string[] {
  return [...checkLive(order), ...checkIssued(order), ...checkUses(order)];
}

function checkLive({ state, codes }: WholeOrder): string[] {
  const live = codes.filter((code) => code.status === 'live').length;
  if (live > 1) return [`${live} live codes`];
  if (live === 1 && (state === 'voided' || state === 'expired')) return [`${state} with a live code`];
  return [];
}

function checkIssued({ codes, facts }: WholeOrder): string[] {
  const issued = facts.filter((fact) => fact.type === 'code_issued').map((fact) => fact.detail.issueNo);
  return codes.flatMap((code) => [
    ...(code.decoded === true ? [] : [`code ${code.issueNo} was issued without being read back`]),
    ...(issued.includes(code.issueNo) ? [] : [`code ${code.issueNo} is issued, but no fact says so`]),
    ...((code.status === 'live') === (code.endedAt === null)
      ? []
      : [`code ${code.issueNo} is ${code.status}, but not since when`]),
  ]);
}

/** A scan that was accepted, or a confirmation by code, names the code that was live at that very time. */
function checkUses({ codes, facts }: WholeOrder): string[] {
  return facts.filter(usedACode).flatMap((fact) => {
    const code = codes.find(({ issueNo }) => issueNo === fact.detail.issueNo);
    return code && livedAt(code, fact.recordedAt)
      ? []
      : [`fact ${fact.number} (${fact.type}) was taken without the live code`];
  });
}

const usedACode = ({ type, detail }: FactSeen): boolean =>
  (type === 'scanned' && detail.accepted === true) ||
  (type === 'customer_confirmed' && detail.issueNo !== undefined);

const livedAt = (code: CodeSeen, at: Date): boolean =>
  code.issuedAt <= at && at <= code.expiresAt && (code.endedAt === null || at <= code.endedAt);
