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
  'supervision',
] as const;
export type Department = (typeof DEPARTMENTS)[number];

export const ROLES = [
  'order_desk',
  'sales',
  'customer_service',
  'finance',
  'logistics',
  'reviewer',
  'review_lead',
  'technician',
  'manager',
  'supervisor',
  'archivist',
  'trainer',
  'auditor',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

export const RIGHTS = [
  'order.enter',
  'order.read',
  'order.discuss',
  'order.cancel',
  'order.import',
  'order.amend',
  'amendment.answer',
  'code.request',
  'code.read',
  'code.print',
  'code.reissue',
  'code.forward',
  'code.void',
  'scan',
  'payment.record',
  'payment.request',
  'payment.refund',
  'books.keep',
  'shipment.record',
  'service.record',
  'confirmation.record',
  'dispute.record',
  'credit.approve',
  'transfer.offer',
  'transfer.answer',
  'review.read',
  'review.decide',
  'review.lead',
  'evidence.supply',
  'case.read',
  'case.retry',
  'case.resolve',
  'case.confirm',
  'alert.review',
  'stuck.read',
  'order.watch',
  'order.steer',
  'order.hold',
  'clock.pause',
  'stuck.export',
  'calendar.edit',
  'log.read',
  'people.read',
  'people.edit',
  'absence.arrange',
  'view.share',
  'token.manage',
  'key.manage',
  'message.read',
  'message.resend',
  'message.report',
  'message.manage',
] as const;
export type Right = (typeof RIGHTS)[number];

const EVERYBODY: readonly Right[] = [
  'order.discuss',
  'order.read',
  'code.read',
  'scan',
  'transfer.offer',
  'transfer.answer',
  'evidence.supply',
];

const WATCHING: readonly Right[] = [
  'order.read',
  'code.read',
  'review.read',
  'case.read',
  'stuck.read',
  'log.read',
  'people.read',
];

export const RIGHTS_OF: Readonly<Record<Role, readonly Right[]>> = {
  order_desk: [
    ...EVERYBODY,
    'order.enter',
    'order.cancel',
    'order.import',
    'order.amend',
    'code.request',
    'code.print',
  ],
  sales: [
    ...EVERYBODY,
    'order.enter',
    'order.amend',
    'code.request',
    'code.print',
    'code.reissue',
    'code.forward',
    'payment.request',
    'confirmation.record',
    'message.resend',
  ],
  customer_service: [
    ...EVERYBODY,
    'order.amend',
    'code.print',
    'code.reissue',
    'code.forward',
    'payment.request',
    'confirmation.record',
    'dispute.record',
    'case.read',
    'case.resolve',
    'alert.review',
    'message.read',
    'message.resend',
  ],
  finance: [
    ...EVERYBODY,
    'payment.record',
    'payment.request',
    'payment.refund',
    'books.keep',
    'credit.approve',
    'amendment.answer',
    'case.read',
    'case.resolve',
  ],
  logistics: [...EVERYBODY, 'code.print', 'payment.request', 'shipment.record', 'service.record'],
  reviewer: [...EVERYBODY, 'review.read', 'review.decide', 'case.read'],
  review_lead: [...EVERYBODY, 'review.read', 'review.lead', 'case.read', 'view.share'],
  technician: [
    ...EVERYBODY,
    'case.read',
    'case.retry',
    'case.confirm',
    'stuck.read',
    'code.print',
    'code.reissue',
    'message.read',
    'message.resend',
    'message.report',
  ],
  manager: [
    ...EVERYBODY,
    'stuck.read',
    'order.watch',
    'order.steer',
    'order.hold',
    'clock.pause',
    'stuck.export',
    'order.cancel',
    'amendment.answer',
    'case.read',
    'case.resolve',
    'case.confirm',
    'alert.review',
    'review.read',
    'payment.refund',
    'books.keep',
    'code.print',
    'code.void',
    'people.read',
    'absence.arrange',
    'view.share',
    'message.read',
  ],
  supervisor: [...WATCHING, 'scan', 'alert.review'],
  archivist: EVERYBODY,
  trainer: ['people.read'],
  auditor: WATCHING,
  administrator: [
    ...EVERYBODY,
    'calendar.edit',
    'stuck.read',
    'case.read',
    'log.read',
    'review.read',
    'people.read',
    'people.edit',
    'absence.arrange',
    'view.share',
    'token.manage',
    'key.manage',
    'message.read',
    'message.manage',
  ],
};

const TRADE: readonly Role[] = ['order_desk', 'sales', 'customer_service', 'finance', 'logistics'];

/** Who checks whom: a person who holds a role on the left holds none on the right (P6.1.3). */
const APART: readonly (readonly [Role, readonly Role[]])[] = [
  ['reviewer', ['order_desk', 'sales', 'finance', 'logistics', 'technician', 'administrator']],
  ['review_lead', ['order_desk', 'sales', 'finance', 'logistics', 'technician', 'administrator']],
  ['finance', ['order_desk', 'sales', 'logistics', 'administrator']],
  ['administrator', ['manager']],
  [
    'supervisor',
    [...TRADE, 'reviewer', 'review_lead', 'technician', 'manager', 'archivist', 'administrator'],
  ],
  [
    'auditor',
    [...TRADE, 'reviewer', 'review_lead', 'technician', 'manager', 'archivist', 'trainer', 'administrator'],
  ],
];

/** Pairs of roles that exclude each other; the database refuses the same list. */
export const EXCLUDING: readonly (readonly [Role, Role])[] = APART.flatMap(([role, others]) =>
  others.map((other) => [role, other] as const),
);

/** The first pair among some roles that nobody may hold together, or undefined. */
export function excludedPair(roles: readonly Role[]): readonly [Role, Role] | undefined {
  return EXCLUDING.find(([one, other]) => roles.includes(one) && roles.includes(other));
}

/** Of the roles of people who are away, those that their substitute may act in: none that excludes one they hold. */
export function rolesTakenOver(own: readonly Role[], others: readonly Role[]): Role[] {
  const held = [...own];
  return others.filter((role) => {
    if (held.includes(role) || excludedPair([...held, role])) return false;
    held.push(role);
    return true;
  });
}

/** What a person sees of the orders: all, or those that their department entered, owns or was handed. */
export const SCOPES = ['all', 'department'] as const;
export type Scope = (typeof SCOPES)[number];

/** Roles that see their department's orders alone, unless another role or the person's own setting says more. */
export const DEPARTMENT_SCOPED: readonly Role[] = ['sales'];

export function scopeOf(roles: readonly Role[], set: Scope | null): Scope {
  return set ?? (roles.every((role) => DEPARTMENT_SCOPED.includes(role)) ? 'department' : 'all');
}

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
