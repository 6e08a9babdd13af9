import { appendFileSync } from 'node:fs';
import { type FrontDoor, frontDoor } from '../../host/walk/front-door.js';
import { repairedFile } from '../../platform/step-faults.js';

/** The running stack as the scenarios see it; it travels to them through the environment. */
export interface House {
  url: string;
  adminUrl: string;
  dataDir: string;
  tokens: Record<string, string>;
  passwords: Record<string, string>;
  faultPlan: string;
  /** Orders whose write-off fails until they are mended. */
  brokenOrders: string[];
}

export const HOUSE_VARIABLE = 'OQR_E2E_HOUSE';

export function theHouse(): House {
  const told = process.env[HOUSE_VARIABLE];
  if (!told) throw new Error('the scenarios need a running stack: npm run e2e');
  return JSON.parse(told) as House;
}

/** Orders whose numbers begin so cannot be sent to their customer until they are mended. */
export const WRONG_DATA = 'E2E-DATA-';

/** Does over HTTP what a scenario presupposes, as a demo person. */
export function as(house: House, personId: string): FrontDoor {
  const token = house.tokens[personId];
  if (!token) throw new Error(`${personId} is no demo person`);
  return frontDoor(house.url, token);
}

/** Mends the cause for these orders: their next try passes. */
export function mend(house: House, orders: readonly string[]): void {
  appendFileSync(repairedFile(house.faultPlan), `${orders.join('\n')}\n`);
}
