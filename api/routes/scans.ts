import { type CodeRow, codeOfToken, codesOf } from '../../db/codes.js';
import { countUnknownScan, log } from '../../db/log.js';
import { lockOrder } from '../../db/orders.js';
import { isOutOfScope } from '../../db/scope.js';
import type { Tx } from '../../db/sql.js';
import type { Actor } from '../../domain/facts.js';
import { Refusal } from '../../domain/refusal.js';
import { readToken } from '../../qr/token.js';
import type { Routes } from '../contract/routes.js';
import { SCAN_REASONS, type Scanned, type ScanReason } from '../contract/scans.js';
import type { ApiDeps } from '../deps.js';
import { waitingFor } from '../faces.js';
import type { Act } from '../handler.js';
import { sentenceOf } from '../language.js';
import { addressKey, needRight, type Signed, STRANGER } from '../principal.js';
import { receiveByScan } from '../receiving.js';
import { type InHand, recordFact, withFacts } from '../recording.js';
import type { RequestOf } from '../request.js';
import { scanSentence, verdictOn } from '../verdict.js';

type ScanRequest = RequestOf<Routes['scan']>;

/**
 * One code, right face: staff see what it is and the order, if it is one of those they see or one they just received;
 * strangers see whether it is valid, and nothing else.
 */
export const scan: Act<Routes['scan']> = async (tx, deps, request) => {
  const { body, caller } = request;
  if (caller.person) needRight(caller.person, 'scan');
  const now = deps.now?.() ?? new Date();
  const reading = readToken(deps.tokenKeys, body.token, { hosts: [deps.codeHost], now });
  const code = 'tokenId' in reading ? await codeOfToken(tx, reading.tokenId) : undefined;
  const verdict = verdictOn(reading, code, now);
  if (!code) {
    await noteUnknown(tx, deps, request, verdict);
    return { status: 200, body: told(request, { accepted: false, reason: verdict }) };
  }
  const row = await lockOrder(tx, code.orderId);
  if (!row) throw new Error('scan: a code without its order');
  const hand = await withFacts(tx, row);
  await recordScan(tx, deps, hand, code, { verdict, request, now });
  const hidden =
    caller.person !== undefined && (await isOutOfScope(tx, caller.person, { orderNo: row.orderNo }));
  const live = verdict === 'code_live' && !(hidden && body.purpose === 'confirm');
  const reason = verdict === 'code_live' ? 'not_permitted' : verdict;
  const did = live ? await act(tx, deps, hand, code, request) : { accepted: false, reason };
  const shown = hidden && !('fact' in did) ? {} : await face(tx, hand, code, verdict);
  return { status: 200, body: told(request, { ...did, ...shown }) };
};

/** Unknown codes are logged once per address and minute, and counted. */
async function noteUnknown(
  tx: Tx,
  deps: ApiDeps,
  { caller }: ScanRequest,
  verdict: ScanReason,
): Promise<void> {
  if (!(await countUnknownScan(tx, addressKey(deps, 'scan', caller.address)))) return;
  await log(tx, { actor: actorOf(caller.person), action: 'unknown_scan', detail: { verdict } });
}

const actorOf = (person: Signed | undefined): Actor => person?.actor ?? STRANGER;

/** A scan of one of our codes is a fact; of a stranger's, one per address and minute. */
async function recordScan(
  tx: Tx,
  deps: ApiDeps,
  hand: InHand,
  code: CodeRow,
  { verdict, request, now }: { verdict: ScanReason; request: ScanRequest; now: Date },
): Promise<void> {
  const { body, caller } = request;
  const minute = now.toISOString().slice(0, 16);
  const address = addressKey(deps, 'scan', caller.address).toString('hex');
  await recordFact(tx, deps, hand, {
    type: 'scanned',
    actor: actorOf(caller.person),
    detail: { verdict, purpose: body.purpose, issueNo: code.issueNo },
    ...(!caller.person && { externalId: `scan:${code.issueNo}:${body.purpose}:${address}:${minute}` }),
  });
}

interface Did {
  accepted: boolean;
  reason: ScanReason;
  fact?: number;
}

/** Does what a live code was scanned for; what the domain refuses is an answer here. */
async function act(tx: Tx, deps: ApiDeps, hand: InHand, code: CodeRow, request: ScanRequest): Promise<Did> {
  try {
    switch (request.body.purpose) {
      case 'look':
        return { accepted: true, reason: 'code_live' };
      case 'confirm':
        return await confirm(tx, deps, hand, code, request.caller.person);
      case 'receive':
        return {
          accepted: true,
          reason: 'code_live',
          fact: (await receiveByScan(tx, deps, hand, request.caller.person)).fact,
        };
    }
  } catch (error) {
    const reason = error instanceof Refusal ? SCAN_REASONS.find((known) => known === error.code) : undefined;
    if (reason === undefined) throw error;
    return { accepted: false, reason };
  }
}

/** The holder of the code, or staff for them, confirms the order: once per code, however often it is scanned. */
async function confirm(
  tx: Tx,
  deps: ApiDeps,
  hand: InHand,
  code: CodeRow,
  caller: Signed | undefined,
): Promise<Did> {
  const person = caller && needRight(caller, 'confirmation.record');
  const { fact } = await recordFact(tx, deps, hand, {
    type: 'customer_confirmed',
    actor: actorOf(person),
    detail: { issueNo: code.issueNo },
    externalId: `confirmed:${code.issueNo}`,
  });
  return { accepted: true, reason: 'code_live', fact };
}

type Face = Pick<Scanned, 'orderId' | 'state' | 'applied' | 'order' | 'replacedBy'>;

/** The order as staff see it, and which issue replaced the code. */
async function face(tx: Tx, { row, state }: InHand, code: CodeRow, verdict: ScanReason): Promise<Face> {
  const { orderNo, kind, amountMinor, currency, ownerDepartment } = row;
  const order = { orderNo, kind, amountMinor, currency, ownerDepartment, issueNo: code.issueNo };
  const newest = verdict === 'code_replaced' ? (await codesOf(tx, row.id)).at(-1)?.issueNo : undefined;
  return {
    orderId: row.id,
    state,
    applied: false,
    order: { ...order, waitingFor: waitingFor(row.waitingFor) },
    ...(newest !== undefined && { replacedBy: newest }),
  };
}

/** What the caller is told: strangers learn one thing only, whether the code is valid and the deed was done. */
function told({ caller }: ScanRequest, scanned: Did & Face): Scanned {
  const { accepted, reason } = scanned;
  if (caller.person) return { ...scanned, sentence: scanSentence(reason, caller.language) };
  const live = accepted || !reason.startsWith('code_');
  if (!live)
    return { accepted: false, reason: 'code_unknown', sentence: sentenceOf('code_unknown', caller.language) };
  return { accepted, reason, sentence: scanSentence(reason, caller.language) };
}
