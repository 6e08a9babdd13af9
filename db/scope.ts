import { type Department, type Role, type Scope, scopeOf } from '../domain/people.js';
import { type Db, row } from './sql.js';

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
