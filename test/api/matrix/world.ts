import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DEPARTMENT_SCOPED, DEPARTMENTS, type Department, ROLES, type Role } from '../../../domain/people.js';
import { type ApiHouse, type Client, clientOf } from '../house.js';
import { anOrderBody, issuedOrder, orderInReview } from '../order-body.js';
import { type CasesToTry, makeCases } from './cases.js';

export type Caller = Role | 'without_role' | 'stranger';
export const CALLERS: readonly Caller[] = [...ROLES, 'without_role', 'stranger'];

export const seesOwnAlone = (caller: Caller): boolean =>
  caller === 'without_role' || DEPARTMENT_SCOPED.some((role) => role === caller);

/** What the parameters of addresses stand for, and what bodies name. */
export interface Objects extends CasesToTry {
  orderNo: string;
  /** Nothing lies beside it yet. */
  roomNo: string;
  /** Nobody asked for its code yet. */
  enteredNo: string;
  reviewId: string;
  /** Reviews of orders that no other row touches; `m-reviewer` has claimed them. */
  claimed: { reviewId: string; materialFact: number }[];
  decidedId: string;
  handedId: string;
  escalatedId: string;
  /** Needs two, and has the approval of `m-reviewer`. */
  withdrawnId: string;
  fileId: string;
  noticeId: string;
  batchId: string;
  printBatchId: string;
  importId: string;
  personId: string;
  /** Of a template. */
  kind: string;
  channel: string;
  tokenId: string;
  identityId: string;
  /** Of a key of codes. */
  keyId: string;
  /** What belongs to one caller each. */
  of: Partial<
    Record<Caller, { commentId: string; fileId: string; viewId: string; absenceId: string; deviceId: string }>
  >;
}

export interface World {
  /** Every department had a part in it. */
  own: Objects;
  /** The archive's, and nobody else's. */
  foreign: Objects;
}

const HOME: Partial<Record<Caller, Department>> = {
  sales: 'sales',
  customer_service: 'customer_service',
  archivist: 'archive',
};
const tokenOf = (caller: Caller): string => `matrix-${caller}`;

export const signedIn = (caller: Caller): Record<string, string> =>
  caller === 'stranger' ? {} : { authorization: `Bearer ${tokenOf(caller)}` };

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==',
  'base64',
);
export const A_PICTURE = { mediaType: 'image/png', bytes: PIXEL };

/** One person a role, one without any, and two sets of orders with reviews, cases and what lies around them. */
export async function makeWorld(house: ApiHouse): Promise<World> {
  for (const caller of CALLERS) if (caller !== 'stranger') await hire(house, caller);
  const own = await objects(house, [...DEPARTMENTS]);
  const foreign = await objects(house, ['archive']);
  return { own, foreign };
}

async function hire({ database: { admin } }: ApiHouse, caller: Exclude<Caller, 'stranger'>): Promise<void> {
  const id = personOf(caller);
  const roles = caller === 'without_role' ? [] : [caller];
  await admin('people').insert({
    ...{ id, display_name: caller, roles },
    department: HOME[caller] ?? 'technology',
  });
  const hash = createHash('sha256').update(tokenOf(caller)).digest();
  await admin('api_tokens').insert({ token_hash: hash, person_id: id, label: 'matrix' });
}

const personOf = (caller: Caller): string => `m-${caller.replace('_', '-')}`;

async function objects(house: ApiHouse, departments: string[]): Promise<Objects> {
  const reviewer = clientOf(house.url, signedIn('reviewer'));
  const order = await orderInReview(house);
  const claimed = [];
  for (const amountMinor of [1_000_000, 1_000_000, 1_000_000, 10_000_000])
    claimed.push(await claimedReview(house, reviewer, amountMinor));
  const [decided, handed, escalated, approved] = claimed;
  const { orderNo: enteredNo } = (await house.as('desk').post('/orders', anOrderBody())).body;
  const other = await issuedOrder(house);
  const all = [order.orderNo, other.orderNo, enteredNo, ...claimed.map(({ orderNo }) => orderNo)];
  const place = (where: string[]) =>
    house.database
      .admin('orders')
      .whereIn('order_no', all)
      .update({ departments: where, owner_department: 'archive' });
  await place([...DEPARTMENTS]);
  const made: Objects = {
    roomNo: other.orderNo,
    ...{ orderNo: order.orderNo, enteredNo, reviewId: order.reviewId, claimed, personId: 'service' },
    decidedId: String(decided?.reviewId),
    handedId: String(handed?.reviewId),
    escalatedId: String(escalated?.reviewId),
    withdrawnId: String(approved?.reviewId),
    fileId: await aFile(house, 'desk', order.orderNo),
    ...(await makeCases(house, order, other)),
    ...(await rest(house)),
    printBatchId: await aPrintBatch(house, order.orderId),
    noticeId: '',
    of: await belongings(house, order.orderNo),
  };
  const { materialFact } = approved ?? {};
  await reviewer.post(`/reviews/${made.withdrawnId}/decision`, { decision: 'approved', materialFact });
  await place(departments);
  await house
    .as('manager')
    .post('/steerings', { act: 'ask', reason: 'late', orders: [{ orderNo: order.orderNo }] });
  const [{ id: noticeId }] = await house.database.admin('notices').where({ order_id: order.orderId });
  return { ...made, noticeId };
}

/** Checked and ready, of one order. */
async function aPrintBatch({ database: { admin } }: ApiHouse, orderId: string): Promise<string> {
  const { rows } = await admin.raw(
    `insert into print_batches (id, preset, format, requested_by, status)
     values (gen_random_uuid(), 'label_40x30mm', 'pdf', 'desk', 'ready') returning id`,
  );
  await admin.raw(
    `insert into print_batch_items (batch_id, position, order_id, code_id, status)
     select :batchId, 1, order_id, id, 'ready' from codes where order_id = :orderId`,
    { batchId: rows[0].id, orderId },
  );
  return rows[0].id;
}

async function claimedReview(house: ApiHouse, reviewer: Client, amountMinor: number) {
  const order = await orderInReview(house, amountMinor);
  await reviewer.post(`/reviews/${order.reviewId}/claims`, {});
  return order;
}

/** Rows of their own, so that they can be ended once each. */
async function rest({ database: { admin }, ...house }: ApiHouse) {
  const one = async (sql: string): Promise<string> => String((await admin.raw(sql)).rows[0].id);
  const upload = await fetch(`${house.url}/imports?preset=northwind`, {
    method: 'POST',
    headers: { authorization: `Bearer ${house.tokenOf('desk')}`, 'content-type': 'text/csv' },
    body: 'OrderID\n',
  });
  await admin.raw(`insert into totp_factors (person_id, kek_id, wrapped, confirmed_at)
    values ('service', 'spare', 'spare', now()) on conflict do nothing`);
  const { rows } = await admin.raw('select id from imports order by started_at desc limit 1');
  if (!rows[0]) throw new Error(`no import: ${upload.status}`);
  return {
    ...{ kind: 'code_issued', channel: 'email', keyId: '1' },
    importId: String(rows[0].id),
    tokenId: await one(`insert into api_tokens (token_hash, person_id, label)
      values (sha256(gen_random_uuid()::text::bytea), 'desk', 'spare') returning id`),
    identityId: await one(`insert into identities (issuer, subject, person_id, linked_by)
      values ('https://idp.example', gen_random_uuid()::text, 'desk', 'admin') returning id`),
  };
}

/** A comment, a file, a view and an absence of each caller: only whose they are may change them. */
async function belongings(house: ApiHouse, orderNo: string): Promise<Objects['of']> {
  const of: Objects['of'] = {};
  for (const [index, caller] of CALLERS.entries()) {
    if (caller === 'stranger') continue;
    const id = personOf(caller);
    const mine = clientOf(house.url, signedIn(caller));
    const said = await mine.post(`/orders/${orderNo}/comments`, { text: '备注' });
    const view = { list: 'orders', name: `${orderNo} ${caller}`, query: {} };
    const saved = await mine.post('/views', view);
    of[caller] = {
      commentId: said.body.id ?? (await aComment(house, orderNo)),
      fileId: await aFile(house, id, orderNo, signedIn(caller)).catch(() => aFile(house, 'desk', orderNo)),
      viewId: saved.body.viewId ?? NONE,
      absenceId: await anAbsence(house, index),
      deviceId: await aDevice(house, id),
    };
  }
  return of;
}

const aComment = async (house: ApiHouse, orderNo: string): Promise<string> =>
  (await house.as('desk').post(`/orders/${orderNo}/comments`, { text: '备注' })).body.id;

const NONE = '7d444840-9dc0-41d1-b245-5ffdce74fad2';

async function aFile(
  house: ApiHouse,
  personId: string,
  orderNo: string,
  signed: Record<string, string> = { authorization: `Bearer ${house.tokenOf(personId)}` },
): Promise<string> {
  const kept = await fetch(`${house.url}/orders/${orderNo}/files`, {
    method: 'POST',
    headers: { ...signed, 'content-type': A_PICTURE.mediaType, 'x-file-name': 'a.png' },
    body: new Uint8Array(A_PICTURE.bytes),
  });
  if (kept.status !== 201) throw new Error(`no file: ${kept.status}`);
  return z.object({ id: z.string() }).parse(await kept.json()).id;
}

/** With a key that nobody holds. */
async function aDevice({ database: { admin } }: ApiHouse, personId: string): Promise<string> {
  const { rows } = await admin.raw(
    `insert into scan_devices (id, person_id, name, public_key)
     values (gen_random_uuid(), :personId, 'matrix', decode('04', 'hex') || sha512(gen_random_uuid()::text::bytea)) returning id`,
    { personId },
  );
  return rows[0].id;
}

/** Days that nobody else takes. */
async function anAbsence({ database: { admin } }: ApiHouse, index: number): Promise<string> {
  const { rows } = await admin.raw(
    `insert into absences (id, person_id, substitute_id, from_at, to_at, arranged_by)
     select gen_random_uuid(), 'logistics', 'service', now() + make_interval(days => :days::int),
       now() + make_interval(days => :days::int, hours => 1), 'manager' returning id`,
    { days: 30 + index },
  );
  return rows[0].id;
}
