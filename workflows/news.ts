import { condition, defineSignal, setHandler } from '@temporalio/workflow';

const factsRecorded = defineSignal<[factNumber: number]>('factsRecorded');
const reviewDecided = defineSignal<[factNumber: number]>('reviewDecided');

/** What the lifecycle has heard: the number of the last fact that somebody recorded. */
export interface News {
  /** Whether a fact after this one was announced. */
  since(appliedFact: number): boolean;
  /** Waits until one is. */
  after(appliedFact: number): Promise<void>;
}

/** Registers both signals at once, before anything is awaited. Late, doubled and shuffled signals change nothing. */
export function listen(): News {
  let latest = 0;
  const hear = (factNumber: number) => {
    latest = Math.max(latest, factNumber);
  };
  setHandler(factsRecorded, hear);
  setHandler(reviewDecided, hear);
  const since = (appliedFact: number) => latest > appliedFact;
  return { since, after: (appliedFact) => condition(() => since(appliedFact)) };
}
