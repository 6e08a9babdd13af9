import { useWords } from '../words.js';
import type { Calendar } from './days.js';

/** What an edit sets off: deadlines follow the calendar. */
export function Effect({ calendar }: { calendar: Calendar }) {
  const { t } = useWords();
  return <span className="quiet">{t('calendar.effect', { count: calendar.deadlines.open })}</span>;
}
