import { Tooltip } from 'antd';
import { moment, span } from '../format.js';
import { useWords } from '../words.js';

/** "2 h 10 m" in the person's language. */
export function useSpan(): (spanMs: number) => string {
  const { t } = useWords();
  return (spanMs) =>
    span(spanMs)
      .map(({ unit, count }) => t(`time.${unit}`, { count }))
      .join(' ');
}

export function When({ at }: { at: string }) {
  const { language } = useWords();
  return <time dateTime={at}>{moment(at, language)}</time>;
}

/** How long ago, with the moment itself on hover. */
export function Age({ since }: { since: string }) {
  const spell = useSpan();
  const { language } = useWords();
  return (
    <Tooltip title={moment(since, language)}>
      <time dateTime={since}>{spell(Date.now() - Date.parse(since))}</time>
    </Tooltip>
  );
}

export function Due({ at }: { at: string | null }) {
  const spell = useSpan();
  const { t, language } = useWords();
  if (at === null) return <span className="quiet">{t('time.no_due')}</span>;
  const leftMs = Date.parse(at) - Date.now();
  return (
    <Tooltip title={moment(at, language)}>
      <time dateTime={at} className={leftMs < 0 ? 'late' : undefined}>
        {leftMs < 0 ? t('time.overdue', { span: spell(-leftMs) }) : t('time.due_in', { span: spell(leftMs) })}
      </time>
    </Tooltip>
  );
}
