import { Alert, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useLive } from '../live.js';
import { useWords } from '../words.js';
import { readYear } from './days.js';
import { Effect } from './effect.js';
import { useEdit } from './use-edit.js';

/** Loads the days of a year: the statutory ones where the house knows them, else as they are written down. */
export function LoadYear({ year, close }: { year: number; close: () => void }) {
  const { t } = useWords();
  const { data } = useLive('showCalendar', { query: { year } }, { refetchInterval: false });
  const { said, setSaid, busy, edit } = useEdit('loadCalendarYear', close);
  const [text, setText] = useState('');
  const read = readYear(text, {
    [t('calendar.holiday_mark')]: 'holiday',
    [t('calendar.make_up_mark')]: 'make_up',
  });
  const count = (kind: string) => ('days' in read ? read.days.filter((one) => one.kind === kind).length : 0);
  const send = () => {
    if ('wrong' in read) {
      const line = text.split('\n')[read.wrong - 1]?.slice(0, 60) ?? '';
      return setSaid(t('year.wrong_line', { number: read.wrong, line }));
    }
    if (read.days.length === 0) return setSaid(t('year.nothing'));
    edit({ body: { year, days: read.days } });
  };
  return (
    <Modal
      open
      title={t('calendar.load', { year })}
      okText={t('year.save')}
      cancelText={t('act.cancel')}
      confirmLoading={busy}
      onOk={send}
      onCancel={close}
    >
      <div className="form">
        {data?.statutory && (
          <>
            <p>{t('year.statutory')}</p>
            <Button loading={busy} onClick={() => edit({ body: { year } })}>
              {t('year.use_statutory')}
            </Button>
          </>
        )}
        {data && !data.statutory && <p>{t('year.by_hand')}</p>}
        <Input.TextArea
          aria-label={t('year.lines')}
          placeholder={t('year.lines')}
          rows={8}
          maxLength={20_000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <span className="quiet">
          {t('year.counted', { holidays: count('holiday'), makeUp: count('make_up') })}
        </span>
        {data && <Effect calendar={data} />}
        {said && <Alert type="error" showIcon role="alert" title={said} />}
      </div>
    </Modal>
  );
}
