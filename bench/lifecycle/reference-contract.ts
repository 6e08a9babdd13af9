import type { Sinks } from '@temporalio/workflow';

export const REFERENCE_QUEUE = 'references';
export const REFERENCE_WORKFLOW = 'reference';
export const POKE = 'poked';

/** As much travels as between an order's workflow and its deeds. */
export interface ReferenceDeeds {
  nothing(id: string): Promise<{ next: string; appliedFact: number }>;
}

export interface ReferenceSinks extends Sinks {
  told: { passed(signal: number): void };
}

/** What the references' worker tells its parent: this workflow has done all that follows from this signal. */
export interface Passed {
  workflowId: string;
  signal: number;
}
