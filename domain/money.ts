/** Amounts are safe integers in minor units with an ISO 4217 currency (P6.1.2). */

/** Decimal places per currency; a currency that is not here is refused at the door. */
export const CURRENCIES: Readonly<Record<string, number>> = {
  CNY: 2,
  USD: 2,
  EUR: 2,
  GBP: 2,
  HKD: 2,
  TWD: 2,
  SGD: 2,
  JPY: 0,
  KRW: 0,
  KWD: 3,
};

export function scaleOf(currency: string): number | undefined {
  return Object.hasOwn(CURRENCIES, currency) ? CURRENCIES[currency] : undefined;
}

/** True for a whole number of minor units that arithmetic keeps exact. */
export function isAmount(value: number): boolean {
  return Number.isSafeInteger(value);
}

/** "120.00" for 12000 in CNY, "120" in JPY; the sign stays. */
export function formatMinor(amountMinor: number, currency: string): string {
  const scale = scaleOf(currency) ?? 2;
  const digits = Math.abs(amountMinor)
    .toString()
    .padStart(scale + 1, '0');
  const sign = amountMinor < 0 ? '-' : '';
  if (scale === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Minor units of a plain decimal text, or undefined when it has more places than its currency or is no decimal. */
export function parseMinor(text: string, currency: string): number | undefined {
  const scale = scaleOf(currency);
  const match = /^(-?)(\d{1,13})(?:\.(\d{1,3}))?$/.exec(text);
  if (scale === undefined || !match) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  if (fraction.length > scale) return undefined;
  const amount = Number(whole + fraction.padEnd(scale, '0'));
  return Number.isSafeInteger(amount) ? (sign ? 0 - amount : amount) : undefined;
}
