import { type CodeRow, codeOfToken } from '../db/codes.js';
import { type DeviceRow, endOfCode, listHolding } from '../db/devices.js';
import { linesOf, lockOrder } from '../db/orders.js';
import { isOutOfScope } from '../db/scope.js';
import type { Tx } from '../db/sql.js';
import type { FactDetail, FactType } from '../domain/facts.js';
import { type Conflict, overtaken } from '../domain/offline.js';
import type { Right } from '../domain/people.js';
import { Refusal } from '../domain/refusal.js';
import { readToken } from '../qr/token.js';
import type { ScanReason } from './contract/scans.js';
import type { ApiDeps } from './deps.js';
import { iso, isoOrNull } from './faces.js';
import type { OfflineEntry } from './offline-entry.js';
import type { OfflineReason } from './offline-words.js';
import type { Signed } from './principal.js';
import { receiveByScan } from './receiving.js';
import { type InHand, recordFact, withFacts } from './recording.js';
import { verdictOn } from './verdict.js';

/** One scan that a device made, with whose it is and when it was by the record's clock. */
export interface Told {
  device: DeviceRow;
  person: Signed;
  entry: OfflineEntry;
  at: Date;
}

export interface Judged {
  verdict: 'recorded' | 'conflict' | 'refused';
  reason: OfflineReason;
  fact: number | null;
  orderId: string | null;
  orderNo: string | null;
  /** The device held a list that named this code. */
  onList: boolean;
}

/** Everything that the verdict of one scan follows from. */
interface Weighed extends Told {
  hand: InHand;
  code: CodeRow;
  codeIs: ScanReason;
  list: { takenAt: Date; holdsUntil: Date } | undefined;
}

const RIGHT = {
  look: 'scan',
  receive: 'transfer.answer',
  picked: 'shipment.record',
  packed: 'shipment.record',
  shipped: 'shipment.record',
  delivered: 'shipment.record',
} as const satisfies Record<OfflineEntry['purpose'], Right>;

/**
 * What a scan without the house comes to. An authentic code of ours that the device held on its list is never refused:
 * the deed is recorded, or people get a case that holds both stories.
 */
export async function judgeScan(tx: Tx, deps: ApiDeps, told: Told): Promise<Judged> {
  const { entry, device, at } = told;
  const reading = readToken(deps.tokenKeys, entry.token, { hosts: [deps.codeHost], now: at });
  const code = 'tokenId' in reading ? await codeOfToken(tx, reading.tokenId) : undefined;
  const codeIs = verdictOn(reading, code, at);
  const row = code && (await lockOrder(tx, code.orderId));
  if (!code || !row)
    return { verdict: 'refused', reason: codeIs, fact: null, orderId: null, orderNo: null, onList: false };
  const list = await listHolding(tx, { deviceId: device.id, codeId: code.id, at });
  const weighed = { ...told, hand: await withFacts(tx, row), code, codeIs, list };
  await recordFact(tx, deps, weighed.hand, {
    ...{ type: 'scanned', actor: told.person.actor, happenedAt: at, externalId: externalId(told, 'scan') },
    detail: { verdict: codeIs, purpose: entry.purpose, issueNo: code.issueNo, offline: tellingOf(weighed) },
  });
  const outcome = await outcomeOf(tx, deps, weighed);
  return { ...outcome, orderId: row.id, orderNo: row.orderNo, onList: list !== undefined };
}

type Outcome = Pick<Judged, 'verdict' | 'reason' | 'fact'>;

async function outcomeOf(tx: Tx, deps: ApiDeps, weighed: Weighed): Promise<Outcome> {
  const { entry, codeIs, list, person, device, hand } = weighed;
  const refused = (reason: OfflineReason): Outcome => ({ verdict: 'refused', reason, fact: null });
  const may = person.rights.has(RIGHT[entry.purpose]) && !(await isOutOfScope(tx, person, hand.row));
  const barred = device.revokedAt ? 'device_revoked' : may ? undefined : 'not_permitted';
  if (entry.purpose === 'look') {
    if (list || (!barred && codeIs === 'code_live'))
      return { verdict: 'recorded', reason: codeIs, fact: null };
    return refused(barred ?? codeIs);
  }
  if (barred) return list ? conflict(tx, deps, weighed, { why: barred }) : refused(barred);
  const dead = deadAs(codeIs);
  if (!list && codeIs === 'code_compromised') return refused(codeIs);
  const lines = await linesOf(tx, hand.row.id);
  const past = overtaken({ ...hand, order: { ...hand.row, lines } }, entry);
  if (past) return conflict(tx, deps, weighed, { why: past });
  if (dead && !list) return conflict(tx, deps, weighed, { why: dead });
  const known = new Set(lines.filter(({ kind }) => kind === 'goods').map(({ lineNo }) => lineNo));
  const fact = await deed(tx, deps, weighed, known);
  if (fact === undefined) return conflict(tx, deps, weighed, { why: 'offer_gone' });
  if (dead) return conflict(tx, deps, weighed, { why: dead, counted: fact });
  return { verdict: 'recorded', reason: 'code_live', fact };
}

/** How the code is over, or undefined while it is live. */
function deadAs(codeIs: ScanReason): Conflict | undefined {
  switch (codeIs) {
    case 'code_replaced':
    case 'code_voided':
    case 'code_expired':
    case 'code_compromised':
      return codeIs;
    default:
      return undefined;
  }
}

/** Records what was done, at the time it was done; undefined when the transfer waits for nobody here any more. */
async function deed(
  tx: Tx,
  deps: ApiDeps,
  told: Weighed,
  known: ReadonlySet<number>,
): Promise<number | undefined> {
  const { entry, hand, person, at } = told;
  const offline = tellingOf(told);
  const stated = { happenedAt: at, externalId: externalId(told, 'deed') };
  if (entry.purpose === 'look') return undefined;
  if (entry.purpose === 'receive') {
    try {
      return (await receiveByScan(tx, deps, hand, person, { ...stated, detail: { offline } })).fact;
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }
  const lines = entry.lines?.filter(({ lineNo }) => known.has(lineNo));
  const detail = { offline, ...(lines && entry.purpose !== 'delivered' && { lines }) };
  const { fact } = await recordFact(tx, deps, hand, {
    ...{ type: entry.purpose, actor: person.actor, detail },
    ...stated,
  });
  return fact;
}

/** Both stories, for people: what the device tells, and what is on record. The lifecycle opens the case. */
async function conflict(
  tx: Tx,
  deps: ApiDeps,
  told: Weighed,
  { why, counted }: { why: Conflict; counted?: number },
): Promise<Outcome> {
  const { entry, hand, code, list, person, at } = told;
  const device = {
    ...tellingOf(told),
    ...{ happenedAt: iso(at), purpose: entry.purpose, issueNo: code.issueNo, person: person.id },
    ...{ listTakenAt: isoOrNull(list?.takenAt ?? null), lines: entry.lines ?? [] },
  };
  const record = {
    ...{ state: hand.state, codeStatus: code.status, codeEndedAt: isoOrNull(await endOfCode(tx, code.id)) },
    facts: factsBehind(hand, why),
  };
  const { fact } = await recordFact(tx, deps, hand, {
    ...{ type: 'scan_conflicted', actor: person.actor, happenedAt: at },
    externalId: externalId(told, 'conflict'),
    detail: { why, device, record, counted: counted ?? null },
  });
  return { verdict: 'conflict', reason: why, fact: counted ?? fact };
}

const BEHIND: Readonly<Record<Conflict, readonly FactType[]>> = {
  code_replaced: ['reissue_requested', 'order_amended', 'code_issued'],
  code_voided: ['code_voided', 'order_cancelled'],
  code_expired: ['code_expired'],
  code_compromised: ['reissue_requested'],
  order_over: ['order_cancelled', 'code_expired', 'written_off', 'archived'],
  shipped_already: ['shipped'],
  delivered_already: ['delivered'],
  offer_gone: ['transfer_offered', 'transfer_accepted', 'transfer_refused', 'transfer_timed_out'],
  not_permitted: [],
  device_revoked: [],
};
const MOST_BEHIND = 5;

/** The record's own story of what stands against the device's. */
const factsBehind = ({ facts }: InHand, why: Conflict) =>
  facts
    .filter(({ type }) => BEHIND[why].includes(type))
    .slice(-MOST_BEHIND)
    .map(({ number, type, happenedAt, recordedAt, actor, detail }) => ({
      ...{ fact: number, type, happenedAt: iso(happenedAt), recordedAt: iso(recordedAt), by: actor.id },
      ...(detail.lines && { lines: detail.lines }),
    }));

/** Both clocks, and what the device showed: it stays with every fact that came this way. */
function tellingOf({ device, entry, list }: Weighed): FactDetail {
  const { number, at, skewMs, shown } = entry;
  return { device: device.id, number, deviceAt: at, skewMs, shown, onList: list !== undefined };
}

const externalId = ({ device, entry }: Told, what: string): string =>
  `offline:${device.id}:${entry.number}:${what}`;
