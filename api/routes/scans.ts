import { type CodeRow, codeOfToken, codesOf } from '../../db/codes.js';
import { countUnknownScan, log } from '../../db/log.js';
import { lockOrder } from '../../db/orders.js';
import { isOutOfScope } from '../../db/scope.js';
import { noteSighting } from '../../db/sightings.js';
import type { Tx } from '../../db/sql.js';
import type { Actor } from '../../domain/facts.js';
import type { Right } from '../../domain/people.js';
import { Refusal } from '../../domain/refusal.js';
import { readTokenEvenly, TOKEN_ID_BYTES } from '../../qr/token.js';
import type { Routes } from '../contract/routes.js';
import type { ScanPurpose } from '../contract/scan-faces.js';
import { SCAN_REASONS, type Scanned, type ScanReason } from '../contract/scans.js';
import type { ApiDeps } from '../deps.js';
import { waitingFor } from '../faces.js';
import type { Act } from '../handler.js';
import { sentenceOf } from '../language.js';
import { addressKey, needRight, type Signed, STRANGER } from '../principal.js';
import { receiveByScan } from '../receiving.js';
import { type InHand, recordFact, withFacts } from '../recording.js';
import type { RequestOf } from '../request.js';
import { kindOfFace, scanFaceOf, takeTo } from '../scan-face.js';
import { sightingOf } from '../scan-guard.js';
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
  const reading = readTokenEvenly(deps.tokenKeys, body.token, { hosts: [deps.codeHost], now });
  const code = await codeOfToken(tx, 'tokenId' in reading ? reading.tokenId : NO_TOKEN);
  const verdict = verdictOn(reading, code, now);
  await noteSighting(tx, sightingOf(deps, request, { verdict, code }));
  if (!caller.person && verdict !== 'code_live') return deadToStrangers(tx, deps, request, verdict);
  if (!code) {
    await noteUnknown(tx, deps, request, verdict);
    return { status: 200, body: told(request, { accepted: false, reason: verdict }) };
  }
  const row = await lockOrder(tx, code.orderId);
  if (!row) throw new Error('scan: a code without its order');
  const hand = await withFacts(tx, row);
  const hidden =
    caller.person !== undefined && (await isOutOfScope(tx, caller.person, { orderNo: row.orderNo }));
  const denied = deniedBy(request, hidden);
  await recordScan(tx, deps, hand, code, { verdict, request, now, denied });
  const did = await outcomeOf(tx, deps, hand, code, { verdict, request, denied });
  const shown = hidden && !('fact' in did) ? {} : await face(tx, hand, code, { verdict, request });
  return { status: 200, body: told(request, { ...did, ...shown, ...takenTo(hand, caller.person) }) };
};

/** What each purpose takes, of staff: any of these rights. */
const NEEDS: Readonly<Record<ScanPurpose, readonly Right[]>> = {
  look: [],
  confirm: ['confirmation.record'],
  receive: ['transfer.answer'],
  handle: ['shipment.record'],
  till: ['payment.record', 'confirmation.record'],
};

type Denied = 'right' | 'scope';

/** Why staff do not get what they scanned for; undefined when they may have it. */
function deniedBy({ body, caller: { person } }: ScanRequest, hidden: boolean): Denied | undefined {
  if (!person) return undefined;
  const needs = NEEDS[body.purpose];
  if (needs.length > 0 && !needs.some((right) => person.rights.has(right))) return 'right';
  return hidden && body.purpose !== 'receive' ? 'scope' : undefined;
}

/** Looked for when a text names no code, so that a look-up is made for every text. */
const NO_TOKEN = new Uint8Array(TOKEN_ID_BYTES);

/**
 * Strangers learn nothing from a code that is not live, not by the time it takes either: the same statements for one
 * that never was and one that was replaced, voided, expired or compromised. The sweeper makes facts of the latter.
 */
async function deadToStrangers(
  tx: Tx,
  deps: ApiDeps,
  request: ScanRequest,
  verdict: ScanReason,
): Promise<{ status: 200; body: Scanned }> {
  await noteUnknown(tx, deps, request, verdict);
  return { status: 200, body: told(request, { accepted: false, reason: verdict }) };
}

/** Dead codes are logged once per address and minute, and counted. */
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
  { verdict, request, now, denied }: Judged & { now: Date },
): Promise<void> {
  const { body, caller } = request;
  const minute = now.toISOString().slice(0, 16);
  const address = addressKey(deps, 'scan', caller.address).toString('hex');
  await recordFact(tx, deps, hand, {
    type: 'scanned',
    actor: actorOf(caller.person),
    detail: { verdict, purpose: body.purpose, issueNo: code.issueNo, ...(denied && { denied }) },
    ...(!caller.person && { externalId: `scan:${code.issueNo}:${body.purpose}:${address}:${minute}` }),
  });
  if (!denied) return;
  const detail = { route: 'scan', purpose: body.purpose, because: denied };
  await log(tx, { actor: actorOf(caller.person), action: 'access_denied', orderId: hand.row.id, detail });
}

/** A scan as it was judged before anything is done. */
interface Judged {
  verdict: ScanReason;
  request: ScanRequest;
  denied: Denied | undefined;
}

interface Did {
  accepted: boolean;
  reason: ScanReason;
  fact?: number;
}

/** Nothing is done with a dead code, nor by whose work it is not; looking at somebody else's order shows nothing. */
async function outcomeOf(
  tx: Tx,
  deps: ApiDeps,
  hand: InHand,
  code: CodeRow,
  { verdict, request, denied }: Judged,
): Promise<Did> {
  if (verdict !== 'code_live') return { accepted: false, reason: verdict };
  if (denied && request.body.purpose !== 'look') return { accepted: false, reason: 'not_permitted' };
  return act(tx, deps, hand, code, request);
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
      case 'handle':
      case 'till':
        return forStaff(request.caller.person);
    }
  } catch (error) {
    const reason = error instanceof Refusal ? SCAN_REASONS.find((known) => known === error.code) : undefined;
    if (reason === undefined) throw error;
    return { accepted: false, reason };
  }
}

/** The deed itself follows, with what the face shows; only staff have one. */
const forStaff = (person: Signed | undefined): Did =>
  person ? { accepted: true, reason: 'code_live' } : { accepted: false, reason: 'not_permitted' };

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

type Face = Pick<Scanned, 'orderId' | 'state' | 'applied' | 'order' | 'face' | 'replacedBy'>;

/** The order as staff see it, what their own work needs of it, and which issue replaced the code. */
async function face(
  tx: Tx,
  hand: InHand,
  code: CodeRow,
  { verdict, request: { body, caller } }: Pick<Judged, 'verdict' | 'request'>,
): Promise<Face> {
  if (!caller.person) return {};
  const { row, state } = hand;
  const { orderNo, kind, amountMinor, currency, ownerDepartment } = row;
  const order = { orderNo, kind, amountMinor, currency, ownerDepartment, issueNo: code.issueNo };
  const newest = GONE.includes(verdict) ? (await codesOf(tx, row.id)).at(-1)?.issueNo : undefined;
  const replaced = newest !== undefined && newest > code.issueNo;
  return {
    orderId: row.id,
    state,
    applied: false,
    order: { ...order, waitingFor: waitingFor(row.waitingFor) },
    face: await scanFaceOf(tx, hand, kindOfFace(caller.person, body.purpose)),
    ...(replaced && { replacedBy: newest }),
  };
}

/** Verdicts that a newer code may stand behind. */
const GONE: readonly ScanReason[] = ['code_replaced', 'code_voided', 'code_expired', 'code_compromised'];

function takenTo({ row }: InHand, person: Signed | undefined): Pick<Scanned, 'takeTo'> {
  const hand = person && takeTo(row, person);
  return hand ? { takeTo: hand } : {};
}

/** What the caller is told: strangers learn one thing only, whether the code is valid and the deed was done. */
function told({ caller }: ScanRequest, scanned: Did & Face & Pick<Scanned, 'takeTo'>): Scanned {
  const { accepted, reason, replacedBy } = scanned;
  if (caller.person) return { ...scanned, sentence: scanSentence(reason, caller.language, replacedBy) };
  const live = accepted || !reason.startsWith('code_');
  if (!live)
    return { accepted: false, reason: 'code_unknown', sentence: sentenceOf('code_unknown', caller.language) };
  return { accepted, reason, sentence: scanSentence(reason, caller.language) };
}
