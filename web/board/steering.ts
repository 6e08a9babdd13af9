import type { Item } from '../live.js';
import type { Right } from '../me.js';

/** What a manager does with orders, and the right that each asks for. */

export type Target = Pick<Item<'listStuck'>, 'orderNo' | 'state' | 'ownerDepartment' | 'assignee'> & Standing;

/** Known of an order on its own page. */
interface Standing {
  watched?: boolean;
  held?: boolean;
  pausedAt?: string | null;
}

const ACTS = [
  'nudge',
  'reassign',
  'prioritise',
  'extend',
  'escalate',
  'ask',
  'watch',
  'unwatch',
  'pause',
  'resume',
  'hold',
  'release',
] as const;
export type ActName = (typeof ACTS)[number];

/** Of watching, holding and pausing, an order that stands alone is offered what would change it. */
export function actsFor(orders: readonly Target[]): readonly ActName[] {
  const [only, ...others] = orders;
  if (!only || others.length > 0) return ACTS;
  const changes = (done: boolean | undefined, act: ActName, undo: ActName) =>
    done === undefined ? [] : [done ? act : undo];
  const idle = [
    ...changes(only.watched, 'watch', 'unwatch'),
    ...changes(only.held, 'hold', 'release'),
    ...changes(only.pausedAt === undefined ? undefined : only.pausedAt !== null, 'pause', 'resume'),
  ];
  return ACTS.filter((act) => !idle.includes(act));
}

export const RIGHT_OF: Readonly<Record<ActName, Right>> = {
  nudge: 'order.steer',
  reassign: 'order.steer',
  prioritise: 'order.steer',
  extend: 'clock.pause',
  escalate: 'order.steer',
  ask: 'order.steer',
  watch: 'order.watch',
  unwatch: 'order.watch',
  pause: 'clock.pause',
  resume: 'clock.pause',
  hold: 'order.hold',
  release: 'order.hold',
};
