import { type FrontDoor, frontDoor } from '../../host/walk/front-door.js';

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

/** Does over HTTP what a scenario presupposes, as a demo person. */
export function as(house: House, personId: string): FrontDoor {
  const token = house.tokens[personId];
  if (!token) throw new Error(`${personId} is no demo person`);
  return frontDoor(house.url, token);
}
