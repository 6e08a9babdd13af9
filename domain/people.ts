import type { State } from './lifecycle.js';

/** Who works with orders (P1.2, P3.3.1). Roles are jobs; rights are what the API asks for. */

export const DEPARTMENTS = [
  'order_desk',
  'sales',
  'customer_service',
  'finance',
  'logistics',
  'review',
  'technology',
  'management',
  'archive',
] as const;
export type Department = (typeof DEPARTMENTS)[number];

export const ROLES = [
  'order_desk',
  'sales',
  'customer_service',
  'finance',
  'logistics',
  'reviewer',
  'technician',
  'manager',
  'auditor',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

export const RIGHTS = [
  'order.enter',
  'order.read',
  'order.cancel',
  'order.import',
  'code.request',
  'code.read',
  'code.reissue',
  'code.void',
  'scan',
  'payment.record',
  'shipment.record',
  'service.record',
  'confirmation.record',
  'dispute.record',
  'credit.approve',
  'transfer.offer',
  'transfer.answer',
  'review.read',
  'review.decide',
  'case.read',
  'case.retry',
  'case.resolve',
  'stuck.read',
  'order.watch',
  'clock.pause',
  'calendar.edit',
  'log.read',
] as const;
export type Right = (typeof RIGHTS)[number];

const EVERYBODY: readonly Right[] = ['order.read', 'code.read', 'scan', 'transfer.offer', 'transfer.answer'];

const RIGHTS_OF: Readonly<Record<Role, readonly Right[]>> = {
  order_desk: [...EVERYBODY, 'order.enter', 'order.cancel', 'order.import', 'code.request'],
  sales: [...EVERYBODY, 'order.enter', 'code.request', 'code.reissue', 'confirmation.record'],
  customer_service: [
    ...EVERYBODY,
    'code.reissue',
    'confirmation.record',
    'dispute.record',
    'case.read',
    'case.resolve',
  ],
  finance: [...EVERYBODY, 'payment.record', 'credit.approve', 'case.read', 'case.resolve'],
  logistics: [...EVERYBODY, 'shipment.record', 'service.record'],
  reviewer: [...EVERYBODY, 'review.read', 'review.decide', 'case.read'],
  technician: [...EVERYBODY, 'case.read', 'case.retry', 'stuck.read', 'code.reissue'],
  manager: [
    ...EVERYBODY,
    'stuck.read',
    'order.watch',
    'clock.pause',
    'order.cancel',
    'case.read',
    'case.resolve',
    'review.read',
    'code.void',
  ],
  auditor: ['order.read', 'code.read', 'review.read', 'case.read', 'stuck.read', 'log.read'],
  administrator: [...EVERYBODY, 'calendar.edit', 'stuck.read', 'case.read', 'log.read', 'review.read'],
};

/** The department that owes an order its next move. */
export const OWNER_OF: Readonly<Record<State, Department>> = {
  entered: 'order_desk',
  requested: 'technology',
  issued: 'order_desk',
  dispatched: 'sales',
  circulating: 'logistics',
  verifying: 'technology',
  pending_review: 'review',
  exception: 'technology',
  written_off: 'archive',
  archived: 'archive',
  voided: 'archive',
  expired: 'sales',
  purged: 'archive',
};

export function rightsOf(roles: readonly Role[]): ReadonlySet<Right> {
  return new Set(roles.flatMap((role) => RIGHTS_OF[role]));
}
