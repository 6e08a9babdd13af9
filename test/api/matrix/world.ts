import { createHash } from 'node:crypto';
import { DEPARTMENT_SCOPED, DEPARTMENTS, type Department, ROLES, type Role } from '../../../domain/people.js';
import type { ApiHouse } from '../house.js';
import { orderInReview } from '../order-body.js';

export type Caller = Role | 'without_role' | 'stranger';
export const CALLERS: readonly Caller[] = [...ROLES, 'without_role', 'stranger'];

export const seesOwnAlone = (caller: Caller): boolean =>
  caller === 'without_role' || DEPARTMENT_SCOPED.some((role) => role === caller);

/** What the parameters of addresses stand for. */
export interface Objects {
  orderNo: string;
  reviewId: string;
  caseId: string;
  disputeId: string;
  importId: string;
  personId: string;
}

export interface World {
  /** Every department had a part in it. */
  own: Objects;
  /** The archive's, and nobody else's. */
  foreign: Objects;
}

const HOME: Partial<Record<Caller, Department>> = { sales: 'sales', customer_service: 'customer_service' };
const tokenOf = (caller: Caller): string => `matrix-${caller}`;

export const signedIn = (caller: Caller): Record<string, string> =>
  caller === 'stranger' ? {} : { authorization: `Bearer ${tokenOf(caller)}` };

/** One person a role, one without any, and two orders under review with a case of each kind. */
export async function makeWorld(house: ApiHouse): Promise<World> {
  for (const caller of CALLERS) if (caller !== 'stranger') await hire(house, caller);
  const own = await objects(house);
  const foreign = await objects(house);
  await seenBy(house, own, [...DEPARTMENTS]);
  await seenBy(house, foreign, ['archive']);
  return { own, foreign };
}

async function hire({ database: { admin } }: ApiHouse, caller: Exclude<Caller, 'stranger'>): Promise<void> {
  const id = `m-${caller.replace('_', '-')}`;
  const roles = caller === 'without_role' ? [] : [caller];
  await admin('people').insert({
    ...{ id, display_name: caller, roles },
    department: HOME[caller] ?? 'technology',
  });
  const hash = createHash('sha256').update(tokenOf(caller)).digest();
  await admin('api_tokens').insert({ token_hash: hash, person_id: id, label: 'matrix' });
}

async function objects(house: ApiHouse): Promise<Objects> {
  const { orderNo, orderId, reviewId } = await orderInReview(house);
  const { admin } = house.database;
  const [caseId, disputeId] = await Promise.all([
    addCase(admin, orderId, 'technical'),
    addCase(admin, orderId, 'business'),
  ]);
  const none = '7d444840-9dc0-41d1-b245-5ffdce74fad2';
  return { orderNo, reviewId, caseId, disputeId, importId: none, personId: 'service' };
}

async function addCase(
  admin: ApiHouse['database']['admin'],
  orderId: string,
  kind: 'technical' | 'business',
): Promise<string> {
  const { rows } = await admin.raw(
    `insert into cases (id, order_id, kind, step, code, blocking, owner_department)
     values (gen_random_uuid(), ?, ?, 'archive', 'matrix', false, 'technology') returning id`,
    [orderId, kind],
  );
  return rows[0].id;
}

async function seenBy(house: ApiHouse, { orderNo }: Objects, departments: readonly string[]): Promise<void> {
  await house.database
    .admin('orders')
    .where({ order_no: orderNo })
    .update({ departments: [...departments], owner_department: 'archive' });
}
