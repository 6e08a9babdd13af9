import type { SentBy } from '../domain/letters.js';

/** How fast a channel may go, and how long it is tried: one queue each, so that a slow one holds up no other. */
export interface Pace {
  /** Attempts that begin in a second, over all workers. */
  perSecond: number;
  atOnce: number;
  /** Attempts before the message is a dead letter; the wait after the first one doubles with each. */
  attempts: number;
  retryMs: number;
}

export const PACES: Readonly<Record<SentBy, Pace>> = {
  email: { perSecond: 50, atOnce: 8, attempts: 5, retryMs: 5_000 },
  sms: { perSecond: 20, atOnce: 4, attempts: 5, retryMs: 5_000 },
  push: { perSecond: 50, atOnce: 4, attempts: 4, retryMs: 2_000 },
};
