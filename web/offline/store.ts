import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { List, Pieces, Purpose, Trust, Why } from './judge.js';

/** The device of one person: its keys cannot be read out, not even by this page. */
export interface KeptDevice {
  id: string;
  signing: CryptoKey;
  sealing: CryptoKey;
  /** Of the next scan. */
  next: number;
}

/** What the house told last, and by how much this device's clock was off then: house minus device. */
export interface Taken {
  trust: Trust;
  skewMs: number;
  list?: List;
}

export interface QueuedScan {
  number: number;
  entry: string;
  signature: string;
  told: ToldScan;
}

/** A scan as its person sees it afterwards. */
export interface ToldScan {
  number: number;
  purpose: Purpose;
  colour: 'green' | 'amber';
  why: Why;
  orderNo: string | null;
  lines: Pieces[];
  at: string;
  listId: string | null;
  /** What the house made of it; absent while it was not sent. */
  settled?: { verdict: 'recorded' | 'conflict' | 'refused'; sentence: string };
}

interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

interface Shape extends DBSchema {
  devices: { key: string; value: KeptDevice };
  sealed: { key: string; value: Sealed };
  queue: { key: [person: string, number: number]; value: Sealed };
}

let opening: Promise<IDBPDatabase<Shape>> | undefined;
const open = (): Promise<IDBPDatabase<Shape>> => {
  opening ??= openDB<Shape>('oqr-offline', 1, {
    upgrade: (db) => {
      db.createObjectStore('devices');
      db.createObjectStore('sealed');
      db.createObjectStore('queue');
    },
  });
  return opening;
};

export const deviceOf = async (person: string): Promise<KeptDevice | undefined> =>
  (await open()).get('devices', person);

export async function keepDevice(person: string, device: KeptDevice): Promise<void> {
  await (await open()).put('devices', device, person);
}

/** Takes the next number, once, whatever other tabs do. */
export async function takeNumber(person: string): Promise<number> {
  const writing = (await open()).transaction('devices', 'readwrite');
  const device = await writing.store.get(person);
  if (!device) throw new Error('no device');
  await writing.store.put({ ...device, next: device.next + 1 }, person);
  await writing.done;
  return device.next;
}

type Kept = { taken: Taken; told: ToldScan[] };

export async function kept<K extends keyof Kept>(person: string, what: K): Promise<Kept[K] | undefined> {
  const device = await deviceOf(person);
  const sealed = await (await open()).get('sealed', `${person}/${what}`);
  return device && sealed && opened<Kept[K]>(device, sealed);
}

export async function keep<K extends keyof Kept>(person: string, what: K, value: Kept[K]): Promise<void> {
  const device = await deviceOf(person);
  if (device) await (await open()).put('sealed', await sealedOf(device, value), `${person}/${what}`);
}

export async function enqueue(person: string, scan: QueuedScan): Promise<void> {
  const device = await deviceOf(person);
  if (!device) throw new Error('no device');
  await (await open()).put('queue', await sealedOf(device, scan), [person, scan.number]);
}

/** Scans that were not sent, in the order of their numbers. */
export async function queued(person: string): Promise<QueuedScan[]> {
  const device = await deviceOf(person);
  if (!device) return [];
  const found = await (await open()).getAll('queue', ofPerson(person));
  return Promise.all(found.map((sealed) => opened<QueuedScan>(device, sealed)));
}

export async function dequeue(person: string, number: number): Promise<void> {
  await (await open()).delete('queue', [person, number]);
}

/** Drops the list and what was told; scans that wait to be sent stay, sealed, until their person is back. */
export async function dropTaken(person: string): Promise<void> {
  const db = await open();
  await db.delete('sealed', `${person}/taken`);
  await db.delete('sealed', `${person}/told`);
}

/** Forgets a device with everything that it kept; what was not sent is lost. */
export async function dropDevice(person: string): Promise<void> {
  await dropTaken(person);
  const db = await open();
  await db.delete('queue', ofPerson(person));
  await db.delete('devices', person);
}

const ofPerson = (person: string) => IDBKeyRange.bound([person, 0], [person, Number.MAX_SAFE_INTEGER]);

async function sealedOf({ sealing }: KeptDevice, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv },
    sealing,
    new TextEncoder().encode(JSON.stringify(value)),
  );
  return { iv, data };
}

async function opened<T>({ sealing }: KeptDevice, { iv, data }: Sealed): Promise<T> {
  const bytes = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, sealing, data);
  return JSON.parse(new TextDecoder().decode(bytes)) as T;
}
