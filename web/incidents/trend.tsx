import { useWords } from '../words.js';
import { growthOf } from './growth.js';

const HIGH = 16;
const WIDE = 3;

/** Failures hour by hour as a small drawing, and whether they grow, in numbers. */
export function Trend({ hours }: { hours: readonly number[] }) {
  const { t } = useWords();
  const { now, before, arrow } = growthOf(hours);
  const most = Math.max(1, ...hours);
  return (
    <span className="trend" title={t('trend.said', { now, before })}>
      <svg width={hours.length * WIDE} height={HIGH} aria-hidden="true" focusable="false">
        {hours.map((count, hour) => {
          const height = count === 0 ? 1 : Math.max(2, Math.round((HIGH * count) / most));
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place
              key={hour}
              x={hour * WIDE}
              y={HIGH - height}
              width={WIDE - 1}
              height={height}
              className={count === 0 ? 'trend-none' : 'trend-some'}
            />
          );
        })}
      </svg>
      <span className="number">{`${arrow} ${now}`}</span>
      <span className="quiet number">{`/ ${before}`}</span>
    </span>
  );
}
