/** What anybody may scan for, of what the server knows; who may not is told why. */
export const PURPOSES = ['look', 'receive', 'confirm'] as const;
/** What the warehouse and the till scan for; offered to those whose work it is. */
export const STATIONS = ['handle', 'till'] as const;
export type Purpose = (typeof PURPOSES)[number] | (typeof STATIONS)[number];

/** The purpose that an address names. */
export const purposeOf = (named: unknown): Purpose | undefined =>
  [...PURPOSES, ...STATIONS].find((purpose) => purpose === named);
