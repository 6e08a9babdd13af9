import { Refused, send } from '../client.js';
import { registerDevice, signedBy } from './device.js';
import { type Done, type Judgement, judge, type Purpose } from './judge.js';
import { keepOfflinePerson } from './mark.js';
import {
  dequeue,
  deviceOf,
  dropDevice,
  enqueue,
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

/** Judges a scan by what is here, and keeps it signed, unless it is certain that nothing may be done. */
export async function scanHere(
  person: string,
  text: string,
  purpose: Purpose,
): Promise<Judgement | undefined> {
  const [taken, device] = [await takenBy(person), await deviceOf(person)];
  if (!taken || !device) return undefined;
  const { trust, list, skewMs } = taken;
  const told = (await kept(person, 'told')) ?? [];
  const at = new Date();
  const now = new Date(at.getTime() + skewMs);
  const judged = await judge({ trust, list, now, done: doneIn(told, list?.listId) }, text, purpose);
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
  await keep(person, 'told', [scan, ...told].slice(0, MOST_TOLD));
  return judged;
}

/** What this device did since it took the list. */
function doneIn(told: readonly ToldScan[], listId: string | undefined): Map<string, Done> {
  const done = new Map<string, { shipped: Map<number, number>; delivered: boolean }>();
  for (const { orderNo, purpose, lines, ...scan } of told) {
    if (orderNo === null || scan.listId !== listId) continue;
    const before = done.get(orderNo) ?? { shipped: new Map(), delivered: false };
    if (purpose === 'shipped')
      for (const { lineNo, quantity } of lines)
        before.shipped.set(lineNo, (before.shipped.get(lineNo) ?? 0) + quantity);
    done.set(orderNo, { ...before, delivered: before.delivered || purpose === 'delivered' });
  }
  return done;
}

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
  return { taken, told, waiting: waiting.length };
}

/** Whether the house was out of reach, so that what waits is no fault. */
export const isOutOfReach = (error: unknown): boolean => error instanceof Refused && error.status === 0;
