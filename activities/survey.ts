import type { House } from './house.js';
import { DEEDS } from './steps.js';
import { type Deed, type Turn, turn } from './turn.js';

/**
 * Reads how an order stands, takes in what is new, does the first deed that this leads to, and answers what comes next: the
 * first act of every run and wake-up. A deed that fails here is left for its own activity, with its own tries and its own case;
 * what is new is taken in all the same.
 */
export async function survey(house: House, orderId: string): Promise<Turn> {
  let first: Deed | undefined;
  try {
    return await turn(house, orderId, (step) => {
      first = DEEDS[step];
      return first;
    });
  } catch (error) {
    if (!first) throw error;
    return turn(house, orderId);
  }
}
