import type { Inspection } from './index.js';
import type { Violation } from './violations.js';

const SHOWN = 3;

/** One line per violated invariant, then what was looked at. */
export function inWords(inspection: Inspection, seconds: number): string {
  const { violations, orders, logRows, notChecked } = inspection;
  const numbers = [...new Set(violations.map(({ invariant }) => invariant))];
  const lines = numbers.map((number) => oneLine(violations.filter(({ invariant }) => invariant === number)));
  const outcome = numbers.length === 0 ? 'all invariants hold' : `${numbers.length} invariants are violated`;
  const missed = notChecked.map((what) => `not checked: ${what}`);
  const seen = `${outcome}: ${orders} orders and ${logRows} log rows in ${seconds.toFixed(1)} s`;
  return [...lines, ...missed, seen].join('\n');
}

function oneLine(violations: readonly Violation[]): string {
  const shown = violations.slice(0, SHOWN).map(({ line }) => line);
  const more = violations.length > SHOWN ? [`${violations.length - SHOWN} more (see --json)`] : [];
  return `invariant ${violations[0]?.invariant}: ${[...shown, ...more].join('; ')}`;
}
