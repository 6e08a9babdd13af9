/** Amounts and times as people read them. */

/** Decimal places as the company books them; other currencies have two. */
const PLACES: Readonly<Record<string, number>> = { JPY: 0, KRW: 0, KWD: 3 };

export const places = (currency: string): number => PLACES[currency] ?? 2;

/** "CNY 1,234.50" for 123450: exact, because digits are moved and never divided. */
export function money(amountMinor: number, currency: string): string {
  const decimals = places(currency);
  const digits = Math.abs(amountMinor)
    .toString()
    .padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`;
  return `${currency} ${amountMinor < 0 ? '-' : ''}${whole}${fraction}`;
}

/** "1234.50" for 123450: as it is typed, so that `minorOf` reads it back. */
export const typedAs = (amountMinor: number, currency: string): string =>
  money(amountMinor, currency)
    .slice(currency.length + 1)
    .replaceAll(',', '');

/** "< CNY 3,000.00" for "< CNY 3000.00": amounts inside what a rule tells. */
export const grouped = (told: string): string =>
  told.replaceAll(
    /\b([A-Z]{3}) (\d{4,})/g,
    (_, currency: string, digits: string) => `${currency} ${digits.replaceAll(/\B(?=(\d{3})+$)/g, ',')}`,
  );

/** 123450 for "1234.5": a whole number of minor units, or undefined for what is none. */
export function minorOf(amount: string, currency: string): number | undefined {
  const [, whole = '', fraction = ''] = /^(\d{1,13})(?:\.(\d+))?$/.exec(amount.trim()) ?? [];
  const decimals = places(currency);
  if (whole === '' || fraction.length > decimals) return undefined;
  const minor = Number(whole + fraction.padEnd(decimals, '0'));
  return Number.isSafeInteger(minor) ? minor : undefined;
}

export type Language = 'zh' | 'en';

const LOCALES: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-GB' };

/** Absolute, to the minute, in the browser's zone. */
export const moment = (iso: string, language: Language): string =>
  new Intl.DateTimeFormat(LOCALES[language], {
    dateStyle: 'medium',
    timeStyle: 'short',
    hour12: false,
  }).format(new Date(iso));

/** A year's month, and a day of it. */
export const monthName = (month: number, language: Language): string =>
  new Intl.DateTimeFormat(LOCALES[language], { month: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2000, month - 1),
  );
export const dayName = (month: number, day: number, language: Language): string =>
  new Intl.DateTimeFormat(LOCALES[language], { month: 'long', day: 'numeric', timeZone: 'UTC' }).format(
    Date.UTC(2000, month - 1, day),
  );

export const clock = (atMs: number): string => new Date(atMs).toTimeString().slice(0, 8);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The two largest units of a span: whole numbers, so that words can be put around them. */
export function span(spanMs: number): readonly { unit: 'day' | 'hour' | 'minute'; count: number }[] {
  const rest = Math.max(0, spanMs);
  const days = Math.floor(rest / DAY_MS);
  const hours = Math.floor((rest % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((rest % HOUR_MS) / MINUTE_MS);
  const parts = [
    { unit: 'day' as const, count: days },
    { unit: 'hour' as const, count: hours },
    { unit: 'minute' as const, count: minutes },
  ];
  const first = parts.findIndex((part) => part.count > 0);
  if (first < 0) return [{ unit: 'minute', count: 0 }];
  return parts.slice(first, first + 2).filter((part) => part.count > 0);
}
