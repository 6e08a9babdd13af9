/** Closed cases of one week, kind and root cause. */
export interface Closed {
  week: string;
  kind: 'technical' | 'business';
  rootCause: string;
  cases: number;
}

export interface Row {
  name: string;
  technical: number;
  business: number;
  total: number;
}

/** The most frequent root cause first. */
export const byCause = (items: readonly Closed[]): Row[] =>
  summed(items, ({ rootCause }) => rootCause).toSorted((one, other) => other.total - one.total);

/** The newest week first. */
export const byWeek = (items: readonly Closed[]): Row[] =>
  summed(items, ({ week }) => week).toSorted((one, other) => other.name.localeCompare(one.name));

function summed(items: readonly Closed[], nameOf: (item: Closed) => string): Row[] {
  const rows = new Map<string, Row>();
  for (const item of items) {
    const name = nameOf(item);
    const row = rows.get(name) ?? { name, technical: 0, business: 0, total: 0 };
    rows.set(name, {
      ...row,
      [item.kind]: row[item.kind] + item.cases,
      total: row.total + item.cases,
    });
  }
  return [...rows.values()];
}
