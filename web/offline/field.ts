import { Refused, send } from '../client.js';
import { registerDevice, signedBy } from './device.js';
import {
  type Counted,
  type Far,
  howFar,
  isCounted,
  type Judgement,
  judge,
  type Known,
  type Pieces,
  type Purpose,
} from './judge.js';
import { keepOfflinePerson } from './mark.js';
import { counting, doneIn } from './pieces.js';
import {
  dequeue,
  deviceOf,
  dropDevice,
  enqueue,
  type KeptDevice,
  keep,
  kept,
  queued,
  type Taken,
  type ToldScan,
  takeNumber,
} from './store.js';

/** What a person does with their device, with the house in reach or without it. */

const MOST_TOLD = 50;
const BATCH = 50;

/** Takes keys, dead codes and the list along; what waited to be sent goes first, so that the list counts it. */
export async function takeAlong(person: string, name: string): Promise<void> {
  const device = (await deviceOf(person)) ?? (await registerDevice(person, name));
  await sendQueue(person);
  const askedMs = Date.now();
  const trust = await send('showOfflineKeys', {});
  const skewMs = Math.round(Date.parse(trust.asOf) - (askedMs + Date.now()) / 2);
  const list = await send('takeDeviceList', { body: { deviceId: device.id } });
  await keep(person, 'taken', { trust, skewMs, list });
  keepOfflinePerson(person);
}

/** Ends the device at the house and here. */
export async function forgetDevice(person: string): Promise<void> {
  const device = await deviceOf(person);
  if (device) await send('revokeDevice', { params: { deviceId: device.id }, body: {} });
  await dropDevice(person);
}

/** What was taken along; a list that has run out is dropped. */
async function takenBy(person: string): Promise<Taken | undefined> {
  const taken = await kept(person, 'taken');
  if (!taken?.list || houseNow(taken).getTime() < Date.parse(taken.list.holdsUntil)) return taken;
  const { list: _, ...rest } = taken;
  await keep(person, 'taken', rest);
  return rest;
}

const houseNow = ({ skewMs }: Taken): Date => new Date(Date.now() + skewMs);

/** What a scan is judged with, and by whose device. */
interface Here extends Known {
  device: KeptDevice;
  told: readonly ToldScan[];
  at: Date;
  skewMs: number;
}

async function here(person: string): Promise<Here | undefined> {
  const [taken, device] = [await takenBy(person), await deviceOf(person)];
  if (!taken || !device) return undefined;
  const { trust, list, skewMs } = taken;
  const told = (await kept(person, 'told')) ?? [];
  const at = new Date();
  const now = new Date(at.getTime() + skewMs);
  return { trust, list, now, done: doneIn(told, list?.listId), device, told, at, skewMs };
}

/** A scan whose pieces are to be counted before it is kept. */
export interface Counting {
  text: string;
  purpose: Counted;
  judged: Judgement;
  lines: readonly Far[];
}

/** Judges a scan and keeps nothing, where there is more than one piece to count. */
export async function countHere(
  person: string,
  text: string,
  purpose: Purpose,
): Promise<Counting | undefined> {
  const known = isCounted(purpose) && (await here(person));
  if (!known || !isCounted(purpose)) return undefined;
  const judged = await judge(known, text, purpose);
  const { listed, lines = [] } = judged;
  const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  if (!listed || judged.colour !== 'green' || pieces < 2) return undefined;
  return { text, purpose, judged, lines: howFar(listed, known.done.get(listed.orderNo)) };
}

/**
 * Judges a scan by what is here, and keeps it signed, unless it is certain that nothing may be done. It is about the
 * pieces that were counted, or about all that are left.
 */
export async function scanHere(
  person: string,
  text: string,
  { purpose, counted }: { purpose: Purpose; counted?: readonly Pieces[] },
): Promise<Judgement | undefined> {
  const known = await here(person);
  if (!known) return undefined;
  const { device, told, at, skewMs, list } = known;
  const judged = counting(await judge(known, text, purpose), counted);
  if (judged.colour === 'red') return judged;
  const number = await takeNumber(person);
  const { colour, why, listed, lines } = judged;
  const entry = JSON.stringify({
    ...{ v: 1, device: device.id, number, token: text, purpose, ...(lines && { lines }) },
    ...{ shown: colour, at: at.toISOString(), skewMs },
  });
  const scan: ToldScan = {
    ...{ number, purpose, colour, why, orderNo: listed?.orderNo ?? null, lines: lines ?? [] },
    ...{ at: at.toISOString(), listId: list?.listId ?? null },
  };
  await enqueue(person, { number, entry, signature: await signedBy(device, entry), told: scan });
  await keep(person, 'told', remembered([scan, ...told], list?.listId));
  return judged;
}

/** The latest scans, and every one that counts towards the list in force. */
const remembered = (told: readonly ToldScan[], listId: string | undefined): ToldScan[] =>
  told.filter((scan, at) => at < MOST_TOLD || (listId !== undefined && scan.listId === listId));

/** Sends what waits, in the order of its numbers; each scan learns what it came to. The same scan twice is one. */
export async function sendQueue(person: string): Promise<void> {
  const device = await deviceOf(person);
  if (!device) return;
  for (;;) {
    const batch = (await queued(person)).slice(0, BATCH);
    if (batch.length === 0) return;
    const entries = batch.map(({ entry, signature }) => ({ entry, signature }));
    const { items } = await send('sendOfflineScans', { body: { deviceId: device.id, entries } });
    const settled = new Map(batch.map(({ number }, at) => [number, items[at]]));
    const told = (await kept(person, 'told')) ?? [];
    await keep(
      person,
      'told',
      told.map((scan) => {
        const came = settled.get(scan.number);
        if (!came) return scan;
        const { verdict, sentence, orderNo } = came;
        return { ...scan, orderNo: orderNo ?? scan.orderNo, settled: { verdict, sentence } };
      }),
    );
    for (const { number } of batch) await dequeue(person, number);
  }
}

export interface Field {
  taken: Taken | undefined;
  told: readonly ToldScan[];
  waiting: number;
}

export async function fieldOf(person: string): Promise<Field> {
  const [taken, told, waiting] = [
    await takenBy(person),
    (await kept(person, 'told')) ?? [],
    await queued(person),
  ];
  return { taken, told: told.slice(0, MOST_TOLD), waiting: waiting.length };
}

/** Whether the house was out of reach, so that what waits is no fault. */
export const isOutOfReach = (error: unknown): boolean => error instanceof Refused && error.status === 0;
