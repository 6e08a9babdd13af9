import type { House } from './house.js';
import { type Turn, turn } from './turn.js';

/** Reads how an order stands, takes in what is new, and answers what comes next: the first act of every run and wake-up. */
export async function survey(house: House, orderId: string): Promise<Turn> {
  return turn(house, orderId);
}
