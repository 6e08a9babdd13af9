import type { Advance } from '../db/advancing.js';
import { PRIORITIES, type Steering } from '../domain/steering.js';

/** Steering as the columns that lists read. */
export const steeringColumns = ({ assigned, priority, escalation, held, watched }: Steering) =>
  ({
    assignee: assigned?.person ?? null,
    priority: PRIORITIES.indexOf(priority),
    ...{ escalation, held, watched },
  }) satisfies Advance['steering'];
