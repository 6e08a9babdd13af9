import { clock } from '../format.js';
import { useWords } from '../words.js';

/** When a live list was last heard of. */
export function AsOf({ ms, stale }: { ms: number; stale: boolean }) {
  const { t } = useWords();
  if (ms === 0) return null;
  return (
    <span className={stale ? 'as-of late' : 'as-of'}>
      {t(stale ? 'shell.stale' : 'shell.as_of', { clock: clock(ms) })}
    </span>
  );
}
