export type Invariant = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

/** One thing that is not as `domain.md` promises. The line names orders, numbers and codes, never a person's data. */
export interface Violation {
  invariant: Invariant;
  line: string;
  orderNo?: string;
}

/** What was found, in bounded memory: the first lines of each invariant, and how many more there are. */
export interface Findings {
  add(invariant: Invariant, line: string, orderNo?: string): void;
  list(): Violation[];
}

export function openFindings(keepPerInvariant = 100): Findings {
  const kept: Violation[] = [];
  const counts = new Map<Invariant, number>();
  return {
    add: (invariant, line, orderNo) => {
      const count = (counts.get(invariant) ?? 0) + 1;
      counts.set(invariant, count);
      if (count > keepPerInvariant) return;
      kept.push(orderNo === undefined ? { invariant, line } : { invariant, line, orderNo });
    },
    list: () => [...kept, ...beyond(counts, keepPerInvariant)].toSorted((a, b) => a.invariant - b.invariant),
  };
}

function beyond(counts: ReadonlyMap<Invariant, number>, kept: number): Violation[] {
  return [...counts]
    .filter(([, count]) => count > kept)
    .map(([invariant, count]) => ({ invariant, line: `and ${count - kept} more` }));
}
