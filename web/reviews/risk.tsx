import { useWords } from '../words.js';
import type { Review } from './hindrance.js';

/** How closely to look. */
export function RiskChip({ level }: { level: Review['level'] }) {
  const { word } = useWords();
  return <span className={`chip chip-${level}`}>{word('level', level)}</span>;
}
