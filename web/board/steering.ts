import type { Item } from '../live.js';
import type { Right } from '../me.js';
import type { ActName, Standing } from './acts-for.js';

/** What a manager does with orders, and the right that each asks for. */

export type Target = Pick<Item<'listStuck'>, 'orderNo' | 'state' | 'ownerDepartment' | 'assignee'> & Standing;

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
