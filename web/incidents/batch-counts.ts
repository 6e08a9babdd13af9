import type { Answer } from '../client.js';

type Counts = Answer<'showBatch'>['counts'];

/** What became of the cases of a batch, the best first. */
export const STATUSES = ['proven', 'passed', 'started', 'pending', 'failed', 'refused', 'cancelled'] as const;

export const totalOf = (counts: Counts): number => STATUSES.reduce((sum, key) => sum + counts[key], 0);

/** How many have an outcome. */
export const endedOf = (counts: Counts): number => totalOf(counts) - counts.pending - counts.started;

/** How many a further batch would try again. */
export const failedOf = ({ failed, refused, cancelled }: Counts): number => failed + refused + cancelled;
