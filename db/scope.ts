import { type Department, type Role, type Scope, scopeOf } from '../domain/people.js';
import { type Db, row, rows, run, type Tx } from './sql.js';

interface Member {
  department: Department;
  roles: readonly Role[];
  scope: Scope | null;
}

/** The departments whose orders somebody sees, with those of people they stand in for; null: every order. */
export function seenBy(person: Member & { standsInFor: readonly Member[] }): Department[] | null {
  const members = [person, ...person.standsInFor];
  if (members.some(({ roles, scope }) => scopeOf(roles, scope) === 'all')) return null;
  return [...new Set(members.map(({ department }) => department))];
}

/** Whoever asks, with what they see. */
export interface Seeing {
  seenBy: readonly Department[] | null;
}

/** Nobody in particular: a machine that counts or checks. */
export const EVERY_ORDER: Seeing = { seenBy: null };

/**
 * The condition on orders `o` that leaves those which a person sees: entered by their department, owned by it now, or
 * handed to or by it. Every list of orders, cases or reviews for people takes it (P1.2).
 */
export function withinScope(
  { seenBy }: Seeing,
  order = 'o',
): { within: string; scope: { seenBy?: Department[] } } {
  if (seenBy === null) return { within: 'true', scope: {} };
  return {
    within: `(${order}.owner_department = any(:seenBy::text[]) or ${order}.departments && :seenBy::text[])`,
    scope: { seenBy: [...seenBy] },
  };
}

/** How an address names an order: by its number, or by something of it. */
export interface Named {
  orderNo?: string;
  reviewId?: string;
  caseId?: string;
}

/** Whether the order that is named exists and is none of this person's. */
export async function isOutOfScope(db: Db, person: Seeing, named: Named): Promise<boolean> {
  const { within, scope } = withinScope(person);
  if (within === 'true') return false;
  const { orderNo = null, reviewId = null, caseId = null } = named;
  const found = await row(
    db,
    `select from orders o where not ${within} and (o.order_no = :orderNo::text
       or o.id = (select order_id from reviews where id = :reviewId::uuid)
       or o.id = (select order_id from cases where id = :caseId::uuid)) limit 1`,
    { ...scope, orderNo, reviewId, caseId },
  );
  return found !== undefined;
}

/** Of some people, those who see an order by what they are themselves. */
export async function whoSee<P extends Member>(db: Db, orderId: string, people: readonly P[]): Promise<P[]> {
  const [order] = await rows<{ departments: Department[] }>(
    db,
    'select departments || owner_department as departments from orders where id = :orderId',
    { orderId },
  );
  return people.filter((person) => {
    const seen = seenBy({ ...person, standsInFor: [] });
    return seen === null || seen.some((department) => order?.departments.includes(department));
  });
}

/** A department that an order was handed to sees it from then on. */
export async function noteDepartment(tx: Tx, orderId: string, department: string): Promise<void> {
  await run(
    tx,
    `update orders set departments = departments || :department::text
     where id = :orderId and not :department = any(departments)`,
    { orderId, department },
  );
}
