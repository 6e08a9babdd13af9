import type { z } from 'zod';
import type { Routes } from '../../api/contract/routes.js';
import { bytesOf, textOfBytes } from './base64url.js';
import { type DeviceReading, readOnDevice } from './read-token.js';

/** What the house told last: keys and codes that are over, and the list with its lease. */
export type Trust = z.output<Routes['showOfflineKeys']['answers'][200]['schema']>;
export type List = z.output<Routes['takeDeviceList']['answers'][201]['schema']>;
export type Listed = List['items'][number];

export const PURPOSES = ['shipped', 'picked', 'packed', 'delivered', 'receive', 'look'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Why a device says what it says. */
export type Why =
  | 'on_list'
  | 'nothing_left'
  | 'delivered_here'
  | 'not_on_list'
  | 'list_over'
  | 'other_facts'
  | 'not_verifiable'
  | 'receive_unverified'
  | 'malformed'
  | 'foreign'
  | 'forged'
  | 'expired'
  | 'compromised'
  | 'replaced'
  | 'voided';

/**
 * Green: this very code was live and the order was on this device's list as of the list's time; the house has promised
 * not to refuse it afterwards. Amber: accepted here, not yet verified. Red: it is certain that this is no code to act on.
 */
export interface Judgement {
  colour: 'green' | 'amber' | 'red';
  why: Why;
  listed?: Listed;
  /** All that is left to do so, line by line. */
  lines?: Pieces[];
}

export interface Pieces {
  lineNo: number;
  quantity: number;
}

export interface Known {
  trust: Trust;
  list: List | undefined;
  /** By the house's clock, as far as the device knows it. */
  now: Date;
  /** What was done on this device since the list was taken, by order number. */
  done: ReadonlyMap<string, Done>;
}

/** Pieces by line, and whether the order was delivered. */
export interface Done extends Readonly<Record<Counted, ReadonlyMap<number, number>>> {
  delivered: boolean;
}

/** Purposes that are about pieces of lines. */
const COUNTED = ['picked', 'packed', 'shipped'] as const;
export type Counted = (typeof COUNTED)[number];

export const isCounted = (purpose: Purpose): purpose is Counted => COUNTED.some((one) => one === purpose);

/** Judges a scanned text by what the device has with it. */
export async function judge(known: Known, text: string, purpose: Purpose): Promise<Judgement> {
  const { hosts, keys } = known.trust;
  const ready = keys.map((key) => ({ ...key, publicKey: bytesOf(key.publicKey) }));
  const reading = await readOnDevice(ready, text, { hosts, now: known.now });
  switch (reading.verdict) {
    case 'malformed':
    case 'foreign':
    case 'forged':
    case 'expired':
    case 'compromised':
      return { colour: 'red', why: reading.verdict };
    case 'unknown_key':
      return { colour: 'amber', why: 'not_verifiable' };
    case 'genuine':
      return ofGenuine(known, { ...reading, verdict: 'genuine' }, purpose);
  }
}

type Genuine = Extract<DeviceReading, { block: Uint8Array }>;

function ofGenuine(known: Known, reading: Genuine, purpose: Purpose): Judgement {
  const tokenId = textOfBytes(reading.tokenId);
  const over = overAs(known.trust, tokenId);
  if (over) return { colour: 'red', why: over };
  const listed = known.list?.items.find((one) => one.tokenId === tokenId);
  if (!listed || !known.list) return { colour: 'amber', why: 'not_on_list' };
  if (listed.facts !== textOfBytes(reading.block)) return { colour: 'amber', why: 'other_facts', listed };
  const { takenAt, holdsUntil } = known.list;
  const nowMs = known.now.getTime();
  if (!(nowMs >= Date.parse(takenAt) && nowMs < Date.parse(holdsUntil)))
    return { colour: 'amber', why: 'list_over', listed };
  return ofDeed(listed, purpose, known.done.get(listed.orderNo));
}

/** A code on the list is good for what is left to do with its order, counting what this device did. */
function ofDeed(listed: Listed, purpose: Purpose, done: Done | undefined): Judgement {
  switch (purpose) {
    case 'look':
      return { colour: 'green', why: 'on_list', listed };
    case 'picked':
    case 'packed': {
      const lines = leftOf(listed, done, purpose);
      return { colour: 'green', why: 'on_list', listed, ...(lines.length > 0 && { lines }) };
    }
    case 'shipped': {
      const lines = leftOf(listed, done, purpose);
      return lines.length > 0
        ? { colour: 'green', why: 'on_list', listed, lines }
        : { colour: 'amber', why: 'nothing_left', listed };
    }
    case 'delivered':
      return listed.delivered || done?.delivered
        ? { colour: 'amber', why: 'delivered_here', listed }
        : { colour: 'green', why: 'on_list', listed };
    case 'receive':
      return { colour: 'amber', why: 'receive_unverified', listed };
  }
}

const leftOf = (listed: Listed, done: Done | undefined, purpose: Counted): Pieces[] =>
  howFar(listed, done)
    .map((line) => ({ lineNo: line.lineNo, quantity: line.quantity - line[purpose] }))
    .filter(({ quantity }) => quantity > 0);

export type Far = Listed['lines'][number] & Readonly<Record<Counted, number>>;

/** How far each line is: as the list told, and what this device did since. What was shipped was packed and picked. */
export function howFar({ lines }: Listed, done: Done | undefined): Far[] {
  return lines.map((line) => {
    const here = (what: Counted) => done?.[what].get(line.lineNo) ?? 0;
    const most = (count: number, atLeast: number) => Math.max(Math.min(count, line.quantity), atLeast);
    const shipped = line.quantity - line.left + here('shipped');
    const packed = most(line.packed + here('packed'), shipped);
    const picked = most(line.picked + here('picked'), packed);
    return { ...line, picked, packed, shipped };
  });
}

/** How a code was over when the device was told last, or undefined. */
function overAs({ ended }: Trust, tokenId: string): Why | undefined {
  const ways = ['replaced', 'voided', 'expired', 'compromised'] as const;
  return ways.find((way) => ended[way].includes(tokenId));
}
