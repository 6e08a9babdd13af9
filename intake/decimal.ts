/** Exact decimals: a whole number of units and how many places they stand behind the point. */
export interface Decimal {
  units: bigint;
  places: number;
}

type Rounding = 'half_up_per_line' | 'half_even_per_line' | 'refuse';

const PLAIN = /^(\d{1,15})(?:([.,])(\d{1,20}))?$/;

/** A plain decimal ≥ 0 without grouping, sign, exponent or currency sign; anything else is undefined. */
export function parseDecimal(text: string, mark: '.' | ','): Decimal | undefined {
  const match = PLAIN.exec(text);
  if (!match) return undefined;
  const [, whole = '', found = mark, fraction = ''] = match;
  return found === mark ? { units: BigInt(whole + fraction), places: fraction.length } : undefined;
}

export function times(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, places: a.places + b.places };
}

/** 1 − share, or undefined when the share is more than 1. */
export function remainderOf(share: Decimal): Decimal | undefined {
  const units = 10n ** BigInt(share.places) - share.units;
  return units < 0n ? undefined : { units, places: share.places };
}

/** A hundredth: 15 becomes 0.15. */
export function hundredth(value: Decimal): Decimal {
  return { units: value.units, places: value.places + 2 };
}

/** The number itself when it is whole ("5", "5.00"), else undefined. */
export function wholeOf(value: Decimal): bigint | undefined {
  const unit = 10n ** BigInt(value.places);
  return value.units % unit === 0n ? value.units / unit : undefined;
}

/** The value in units of 10^-scale, or undefined when it does not fit and the rule is to refuse. */
export function toMinor(value: Decimal, scale: number, rounding: Rounding): bigint | undefined {
  if (value.places <= scale) return value.units * 10n ** BigInt(scale - value.places);
  const unit = 10n ** BigInt(value.places - scale);
  const floor = value.units / unit;
  const rest = value.units % unit;
  if (rest === 0n) return floor;
  switch (rounding) {
    case 'refuse':
      return undefined;
    case 'half_up_per_line':
      return rest * 2n >= unit ? floor + 1n : floor;
    case 'half_even_per_line':
      return rest * 2n > unit || (rest * 2n === unit && floor % 2n === 1n) ? floor + 1n : floor;
  }
}
