import type { z } from 'zod';
import type { Routes } from '../api/contract/routes.js';

type Me = z.output<Routes['showMe']['answers'][200]['schema']>;

export interface Entry {
  to:
    | '/reviews'
    | '/cases'
    | '/board'
    | '/orders'
    | '/scan'
    | '/offline'
    | '/settings/people'
    | '/settings/calendar'
    | '/settings/tokens'
    | '/settings/keys'
    | '/messages/inbox'
    | '/print-batches'
    | '/books';
  key:
    | 'nav.reviews'
    | 'nav.cases'
    | 'nav.board'
    | 'nav.orders'
    | 'nav.scan'
    | 'nav.offline'
    | 'nav.people'
    | 'nav.calendar'
    | 'nav.tokens'
    | 'nav.keys'
    | 'nav.messages'
    | 'nav.prints'
    | 'nav.books';
  right: Me['rights'][number];
}

/** What a person may open, in the order of the menu. */
const ENTRIES: readonly Entry[] = [
  { to: '/reviews', key: 'nav.reviews', right: 'review.read' },
  { to: '/cases', key: 'nav.cases', right: 'case.read' },
  { to: '/board', key: 'nav.board', right: 'stuck.read' },
  { to: '/orders', key: 'nav.orders', right: 'order.read' },
  { to: '/scan', key: 'nav.scan', right: 'scan' },
  { to: '/offline', key: 'nav.offline', right: 'shipment.record' },
  { to: '/print-batches', key: 'nav.prints', right: 'code.print' },
  { to: '/books', key: 'nav.books', right: 'books.keep' },
  { to: '/messages/inbox', key: 'nav.messages', right: 'message.read' },
  { to: '/settings/people', key: 'nav.people', right: 'people.read' },
  { to: '/settings/calendar', key: 'nav.calendar', right: 'people.read' },
  { to: '/settings/tokens', key: 'nav.tokens', right: 'token.manage' },
  { to: '/settings/keys', key: 'nav.keys', right: 'key.manage' },
];

type May = Pick<Me, 'roles' | 'rights'>;

export const entriesOf = (me: May): Entry[] => ENTRIES.filter(({ right }) => me.rights.includes(right));

/** Whose queue is the home of each role. Others start with the orders, or with the first screen that they may read. */
export function homeOf(me: May): Entry['to'] | '/me/security' {
  if (me.roles.includes('reviewer')) return '/reviews';
  if (me.roles.includes('technician')) return '/cases';
  if (me.roles.includes('manager')) return '/board';
  if (me.rights.includes('order.read')) return '/orders';
  return entriesOf(me)[0]?.to ?? '/me/security';
}
