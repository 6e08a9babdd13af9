/** Failures of the hour under way and of the one before: the hour may end between a failure and the look at it. */
export const lately = (trend: readonly number[]): number => (trend.at(-1) ?? 0) + (trend.at(-2) ?? 0);
