/** The newer half of the hours against the older one. */
export function growthOf(hours: readonly number[]): { now: number; before: number; arrow: '↑' | '↓' | '→' } {
  const half = Math.floor(hours.length / 2);
  const sum = (some: readonly number[]) => some.reduce((total, count) => total + count, 0);
  const [before, now] = [sum(hours.slice(0, half)), sum(hours.slice(half))];
  return { now, before, arrow: now > before ? '↑' : now < before ? '↓' : '→' };
}
