import { App } from 'antd';
import type { Asked } from '../client.js';
import { useDeed } from '../live.js';
import { useAttempt } from '../parts/attempt.js';
import { useWords } from '../words.js';

type Edit = 'editCalendar' | 'editCalendarDays' | 'loadCalendarYear' | 'editShifts';

/** One edit of the calendar: sent once, told when it counts, or why not. */
export function useEdit<N extends Edit>(name: N, done: () => void = () => undefined) {
  const { t } = useWords();
  const { message } = App.useApp();
  const deed = useDeed(name);
  const { said, setSaid, busy, run } = useAttempt();
  const edit = (asked: Asked<N>) =>
    void run(async () => {
      await deed.mutateAsync(asked);
      void message.success(t('calendar.saved'));
      done();
    });
  return { said, setSaid, busy, edit };
}
