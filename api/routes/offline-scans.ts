import { createHash } from 'node:crypto';
import { codeOfToken } from '../../db/codes.js';
import { type DeviceRow, insertOfflineScan, lastHeard, lockDevice, offlineScan } from '../../db/devices.js';
import { log } from '../../db/log.js';
import { lockOrder } from '../../db/orders.js';
import type { Tx } from '../../db/sql.js';
import { happenedAt } from '../../domain/offline.js';
import { Refusal } from '../../domain/refusal.js';
import { readToken } from '../../qr/token.js';
import type { ENTRY_FAULTS } from '../contract/offline.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import { iso } from '../faces.js';
import type { Act } from '../handler.js';
import type { Language } from '../language.js';
import { type OfflineEntry, openEntry } from '../offline-entry.js';
import { judgeScan } from '../offline-judging.js';
import { type OfflineReason, offlineSentence } from '../offline-words.js';
import type { Signed } from '../principal.js';

/** What a batch is judged with. */
interface Hearing {
  deps: ApiDeps;
  device: DeviceRow;
  person: Signed;
  language: Language;
  now: Date;
}

/**
 * Takes in what a device did without the house. Each entry is signed and numbered, and comes to one verdict however
 * often it is sent; orders are locked in the order of their ids, so that two batches never wait for each other.
 */
export const send: Act<Routes['sendOfflineScans']> = async (tx, deps, { body, caller }) => {
  const { person, language } = caller;
  const device = await lockDevice(tx, body.deviceId);
  if (device?.personId !== person.id) throw new Refusal('device_unknown');
  const now = deps.now?.() ?? new Date();
  const hearing = { deps, device, person, language, now };
  const heard = body.entries.map((sent) => ({ sent, ...openEntry(device, sent) }));
  const entries = heard.flatMap((one) => ('entry' in one ? [one.entry] : []));
  await lockOrdersOf(tx, hearing, entries);
  await noteMissing(tx, hearing, entries);
  const items = [];
  for (const one of heard)
    items.push(
      'fault' in one
        ? await refuseEntry(tx, hearing, { fault: one.fault, number: null })
        : await settle(tx, hearing, one.entry, one.sent.entry),
    );
  return { status: 200, body: { now: iso(now), items } };
};

async function lockOrdersOf(tx: Tx, { deps }: Hearing, entries: readonly OfflineEntry[]): Promise<void> {
  const orders = new Set<string>();
  for (const { token } of entries) {
    const reading = readToken(deps.tokenKeys, token, { hosts: [deps.codeHost], now: new Date() });
    const code = 'tokenId' in reading ? await codeOfToken(tx, reading.tokenId) : undefined;
    if (code) orders.add(code.orderId);
  }
  for (const orderId of [...orders].toSorted()) await lockOrder(tx, orderId);
}

/** Numbers that never came: a queue that somebody took entries out of shows. */
async function noteMissing(
  tx: Tx,
  { device, person }: Hearing,
  entries: readonly OfflineEntry[],
): Promise<void> {
  let expected = 1 + (await lastHeard(tx, device.id));
  for (const number of entries.map((entry) => entry.number).toSorted((a, b) => a - b)) {
    if (number > expected) {
      const detail = { device: device.id, from: expected, to: number - 1 };
      await log(tx, { actor: person.actor, action: 'offline_scans_missing', detail });
    }
    expected = Math.max(expected, number + 1);
  }
}

async function refuseEntry(
  tx: Tx,
  { device, person, language }: Hearing,
  { fault, number }: { fault: (typeof ENTRY_FAULTS)[number]; number: number | null },
) {
  const detail = { device: device.id, fault, ...(number !== null && { number }) };
  await log(tx, { actor: person.actor, action: 'offline_scan_refused', detail });
  const verdict = 'refused' as const;
  const sentence = offlineSentence(fault, language);
  return { number, verdict, reason: fault, sentence, orderNo: null, fact: null, again: false };
}

async function settle(tx: Tx, hearing: Hearing, entry: OfflineEntry, bytes: string) {
  const { deps, device, person, language, now } = hearing;
  const { number } = entry;
  const entryHash = createHash('sha256').update(bytes).digest();
  const before = await offlineScan(tx, device.id, number);
  if (before && !before.entryHash.equals(entryHash))
    return refuseEntry(tx, hearing, { fault: 'number_taken', number });
  if (before) {
    const { verdict, orderNo, fact } = before;
    const reason = before.reason as OfflineReason;
    return {
      number,
      verdict,
      reason,
      sentence: offlineSentence(reason, language),
      orderNo,
      fact,
      again: true,
    };
  }
  const { registeredAt } = device;
  const at = happenedAt({ at: new Date(entry.at), skewMs: entry.skewMs }, { registeredAt, now });
  const judged = await judgeScan(tx, deps, { device, person, entry, at });
  const { verdict, reason, fact, orderId, orderNo, onList } = judged;
  await insertOfflineScan(tx, {
    ...{ deviceId: device.id, number, entryHash, orderId, shown: entry.shown, onList },
    ...{ happenedAt: at, verdict, reason, fact },
  });
  return {
    number,
    verdict,
    reason,
    sentence: offlineSentence(reason, language),
    orderNo,
    fact,
    again: false,
  };
}
