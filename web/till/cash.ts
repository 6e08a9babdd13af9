import { minorOf } from '../format.js';

/** What cash over the counter comes to: never more than is open is taken, the rest is change. */
export function cashOf(
  given: string,
  { openMinor, currency }: { openMinor: number; currency: string },
): { takenMinor: number; changeMinor: number } | undefined {
  const givenMinor = minorOf(given, currency);
  if (!givenMinor || openMinor <= 0) return undefined;
  const takenMinor = Math.min(givenMinor, openMinor);
  return { takenMinor, changeMinor: givenMinor - takenMinor };
}
