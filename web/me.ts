import { createContext, useContext } from 'react';
import type { Answer } from './client.js';

export type Me = NonNullable<Answer<'showDoor'>['session']>;
export type Right = Me['rights'][number];

export const MeContext = createContext<Me | undefined>(undefined);

export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('used outside of a session');
  return me;
}

export const useMay = (right: Right): boolean => useMe().rights.includes(right);

export interface Entry {
  to: '/reviews' | '/cases' | '/board' | '/orders' | '/scan' | '/settings/tokens';
  key: 'nav.reviews' | 'nav.cases' | 'nav.board' | 'nav.orders' | 'nav.scan' | 'nav.tokens';
  right: Right;
}

/** What a person may open, in the order of the menu. */
const ENTRIES: readonly Entry[] = [
  { to: '/reviews', key: 'nav.reviews', right: 'review.read' },
  { to: '/cases', key: 'nav.cases', right: 'case.read' },
  { to: '/board', key: 'nav.board', right: 'stuck.read' },
  { to: '/orders', key: 'nav.orders', right: 'order.read' },
  { to: '/scan', key: 'nav.scan', right: 'scan' },
  { to: '/settings/tokens', key: 'nav.tokens', right: 'token.manage' },
];

export const entriesOf = (me: Me): Entry[] => ENTRIES.filter(({ right }) => me.rights.includes(right));

/** Whose queue is the home of each role; everybody else starts with the orders. */
export function homeOf(me: Me): Entry['to'] {
  if (me.roles.includes('reviewer')) return '/reviews';
  if (me.roles.includes('technician')) return '/cases';
  if (me.roles.includes('manager')) return '/board';
  return '/orders';
}
