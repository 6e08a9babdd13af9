import { z } from 'zod';
import { dataKeyOf, type OrderRow } from '../db/orders.js';
import { intakeKey, intakeKeyFor } from '../db/orphans.js';
import type { Db } from '../db/sql.js';
import type { Shipment } from '../db/tracking-numbers.js';
import type { Right } from '../domain/people.js';
import { openCustomer } from '../platform/keys/customer.js';
import {
  type DataKey,
  newDataKey,
  open,
  openJson,
  seal,
  sealJson,
  unwrapKey,
  type WrappedKey,
  wrapKey,
} from '../platform/keys/envelope.js';
import { noteContext, orderKeyContext } from '../platform/keys/note.js';
import type { KeyRing } from '../platform/keys/ring.js';
import type { ApiDeps } from './deps.js';
import type { Signed } from './principal.js';

/** What is personal is sealed before it is written: under the order's key, or a day's intake key before there is one. */

type Keys = Pick<ApiDeps, 'ring'>;

/** A fresh key for a new order, and its wrapped form. */
export function newOrderKey(ring: KeyRing, orderId: string): { key: DataKey; wrapped: WrappedKey } {
  const key = newDataKey();
  return { key, wrapped: wrapKey(ring, key, orderKeyContext(orderId)) };
}

export const sealCustomer = (key: DataKey, customer: unknown, orderId: string): Buffer =>
  sealJson(key, customer, `orders.customer:${orderId}`);

/** The customer of an order, or undefined after its key was destroyed. */
export async function customerOf(deps: Keys, db: Db, order: Pick<OrderRow, 'id' | 'customerSealed'>) {
  return openCustomer(deps.ring, order, await dataKeyOf(db, order.id));
}

/** Free text of a fact, sealed; nothing when there is none or the order's key was destroyed. */
export async function sealNote(
  deps: Keys,
  db: Db,
  orderId: string,
  note: string | undefined,
): Promise<{ sealed?: Buffer }> {
  const wrapped = note === undefined ? undefined : await dataKeyOf(db, orderId);
  if (!wrapped) return {};
  return {
    sealed: sealJson(unwrapKey(deps.ring, wrapped, orderKeyContext(orderId)), note, noteContext(orderId)),
  };
}

/** The notes of an order's facts by number, opened. */
export async function openNotes(
  deps: Keys,
  db: Db,
  orderId: string,
  sealed: ReadonlyMap<number, Buffer>,
): Promise<Map<number, string>> {
  const wrapped = sealed.size === 0 ? undefined : await dataKeyOf(db, orderId);
  if (!wrapped) return new Map();
  const key = unwrapKey(deps.ring, wrapped, orderKeyContext(orderId));
  return new Map(
    [...sealed].map(([number, note]) => [number, String(openJson(key, note, noteContext(orderId)))]),
  );
}

/** What a person wrote at a desk and has not sent yet. */
export interface Draft {
  text: string;
  checked: string[];
}

const draftContext = (reviewId: string, personId: string): string => `reviews.draft:${reviewId}:${personId}`;
const draftShape = z.object({ text: z.string(), checked: z.array(z.string()) });

/** A draft, sealed under the order's key; undefined after that was destroyed. */
export async function sealDraft(
  deps: Keys,
  db: Db,
  of: { orderId: string; reviewId: string; personId: string },
  draft: Draft,
): Promise<Buffer | undefined> {
  const wrapped = await dataKeyOf(db, of.orderId);
  if (!wrapped) return undefined;
  const key = unwrapKey(deps.ring, wrapped, orderKeyContext(of.orderId));
  return sealJson(key, draft, draftContext(of.reviewId, of.personId));
}

export async function openDraft(
  deps: Keys,
  db: Db,
  of: { orderId: string; reviewId: string; personId: string },
  sealed: Buffer,
): Promise<Draft | undefined> {
  const wrapped = await dataKeyOf(db, of.orderId);
  if (!wrapped) return undefined;
  const key = unwrapKey(deps.ring, wrapped, orderKeyContext(of.orderId));
  return draftShape.parse(openJson(key, sealed, draftContext(of.reviewId, of.personId)));
}

const PERSONAL: readonly Right[] = [
  'order.enter',
  'confirmation.record',
  'dispute.record',
  'shipment.record',
  'review.decide',
  'case.resolve',
];

/** Whether somebody's work is with customers, so that they see names and notes. */
export const seesCustomers = (person: Pick<Signed, 'rights'>): boolean =>
  PERSONAL.some((right) => person.rights.has(right));

const INTAKE_DAYS = 30;
const intakeContext = (day: string): string => `intake:${day}`;

/** The key of today's intake, made by whoever needs it first. */
export async function intakeKeyOfToday(
  deps: Keys & Pick<ApiDeps, 'now'>,
  db: Db,
): Promise<{ day: string; key: DataKey }> {
  const day = (deps.now?.() ?? new Date()).toISOString().slice(0, 10);
  const offered = { day, ...wrapKey(deps.ring, newDataKey(), intakeContext(day)) };
  const kept = (await intakeKey(db, day)) ?? (await intakeKeyFor(db, offered, INTAKE_DAYS));
  return { day, key: unwrapKey(deps.ring, kept, intakeContext(day)) };
}

/** The key of a day's intake, or undefined when it was destroyed. */
export async function intakeKeyOfDay(deps: Keys, db: Db, day: string): Promise<DataKey | undefined> {
  const kept = await intakeKey(db, day);
  return kept && unwrapKey(deps.ring, kept, intakeContext(day));
}

/** The key of an order's personal data, or undefined after it was destroyed. */
export async function orderKey(deps: Keys, db: Db, orderId: string): Promise<DataKey | undefined> {
  const wrapped = await dataKeyOf(db, orderId);
  return wrapped && unwrapKey(deps.ring, wrapped, orderKeyContext(orderId));
}

/** The carrier's number of a parcel, bound to the shipment that it belongs to. */
const trackingContext = ({ orderId, fact }: Shipment): string => `tracking_numbers.sealed:${orderId}:${fact}`;

export const sealTrackingNo = (key: DataKey, of: Shipment, no: string): Buffer =>
  sealJson(key, no, trackingContext(of));
export const openTrackingNo = (key: DataKey, of: Shipment, sealed: Buffer): string =>
  String(openJson(key, sealed, trackingContext(of)));

const commentContext = (id: string): string => `order_comments.text:${id}`;
const fileNameContext = (id: string): string => `order_attachments.name:${id}`;
const contentContext = (id: string): string => `attachment_contents:${id}`;

export const sealComment = (key: DataKey, id: string, text: string): Buffer =>
  sealJson(key, text, commentContext(id));
export const openComment = (key: DataKey, id: string, sealed: Buffer): string =>
  String(openJson(key, sealed, commentContext(id)));
export const sealFileName = (key: DataKey, id: string, name: string): Buffer =>
  sealJson(key, name, fileNameContext(id));
export const openFileName = (key: DataKey, id: string, sealed: Buffer): string =>
  String(openJson(key, sealed, fileNameContext(id)));
export const sealContent = (key: DataKey, id: string, content: Buffer): Buffer =>
  seal(key, content, contentContext(id));
export const openContent = (key: DataKey, id: string, sealed: Buffer): Buffer =>
  open(key, sealed, contentContext(id));
