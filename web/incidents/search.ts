/** The filter of the causes as it stands in the address. */
export const STEPS = ['survey', 'issue', 'dispatch', 'verify', 'review', 'write_off', 'archive'] as const;
export const STANDINGS = ['waiting', 'retrying', 'again'] as const;
export const HOLDERS = ['me', 'nobody'] as const;

export interface IncidentSearch {
  step?: (typeof STEPS)[number] | undefined;
  status?: (typeof STANDINGS)[number] | undefined;
  holder?: (typeof HOLDERS)[number] | undefined;
  text?: string | undefined;
}

/** What of an address is a filter; the rest is left out. */
export function incidentSearch(search: Record<string, unknown>): IncidentSearch {
  const one = <T extends string>(name: string, known: readonly T[]) =>
    known.find((value) => value === search[name]);
  const text = String(search.text ?? '').trim();
  return {
    step: one('step', STEPS),
    status: one('status', STANDINGS),
    holder: one('holder', HOLDERS),
    text: text !== '' && text.length <= 100 ? text : undefined,
  };
}

/** The filter as the server takes it. */
export function queryOf(
  { holder, ...rest }: IncidentSearch,
  personId: string,
): Record<string, string | undefined> {
  const assignedTo = holder === 'me' ? personId : holder;
  return { ...rest, assignedTo };
}

const WEEKS = [4, 12, 26, 52] as const;
export type Weeks = (typeof WEEKS)[number];

export const PERIODS: readonly Weeks[] = WEEKS;
export const weeksOf = (search: Record<string, unknown>): { weeks?: Weeks | undefined } => ({
  weeks: WEEKS.find((weeks) => weeks === Number(search.weeks)),
});
