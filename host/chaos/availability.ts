import { setTimeout as sleep } from 'node:timers/promises';
import type { People } from './people.js';

/** One order whose code is there and one whose review is open: made while all is well, used while a part is away. */
export interface Stock {
  /** Scans, pays and decides; answers what was not acknowledged at its first try. */
  use(): Promise<string[]>;
}

const RISKY_MINOR = 1_200_000;
const AMOUNT_MINOR = 12_000;
/** What an earlier fault has put off may still go before it. */
const READY_MS = 120_000;

/** Under a name of its own: what was used in one outage is not there for the next. */
export async function layInStock(
  people: People,
  name: string,
  expectArchived: (orderNo: string) => void,
): Promise<Stock> {
  const [plain, risky] = [`STOCK-${name}-a`, `STOCK-${name}-b`];
  const entry = { submit: true, notify: false, by: 'email' } as const;
  await people.enter(plain, { ...entry, amountMinor: AMOUNT_MINOR });
  await people.enter(risky, { ...entry, amountMinor: RISKY_MINOR });
  await people.pay(risky, `${risky}-p`, RISKY_MINOR);
  await people.ship(risky, `${risky}-s`);
  const code = await ready(() => people.codeOf(plain));
  const review = await ready(() => people.reviewOf(risky));
  expectArchived(plain);
  expectArchived(risky);
  return {
    use: async () => {
      const done = {
        scan: await people.scan(plain, code),
        pay: await people.pay(plain, `${plain}-p`, AMOUNT_MINOR),
        ship: await people.ship(plain, `${plain}-s`),
        claim: await people.claim(risky, review.id),
        decide: await people.approve(risky, review),
      };
      return Object.entries(done)
        .filter(([, { outcome, tries }]) => outcome !== 'ok' || tries > 1)
        .map(([name, { outcome, tries }]) => `${name}: ${outcome} after ${tries} tries`);
    },
  };
}

async function ready<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  for (const began = Date.now(); Date.now() - began < READY_MS; await sleep(300)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error('the stock for an outage was not ready in time');
}
