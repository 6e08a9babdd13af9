import { Alert, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useWords } from '../words.js';
import type { Calendar, Day, NamedDay } from './days.js';
import { Effect } from './effect.js';
import { useEdit } from './use-edit.js';

const KINDS = ['holiday', 'make_up', 'ordinary'] as const;
type Kind = (typeof KINDS)[number];
const WORDS = { holiday: 'calendar.holiday', make_up: 'calendar.make_up', ordinary: 'day.ordinary' } as const;

interface Props {
  day: Day;
  named: NamedDay | undefined;
  calendar: Calendar;
  close(): void;
}

/** Makes one day a holiday, a make-up day or an ordinary one, and says why. */
export function DayAsk({ day, named, calendar, close }: Props) {
  const { t, word } = useWords();
  const { said, busy, edit } = useEdit('editCalendarDays', close);
  const [kind, setKind] = useState<Kind>(named?.kind ?? 'ordinary');
  const kept = named?.reason === undefined ? '' : word('holiday', named.reason);
  const [reason, setReason] = useState(kept);
  const send = () => {
    const written = reason.trim() === kept ? named?.reason : reason.trim();
    const why = kind === 'ordinary' || !written ? {} : { reason: written };
    edit({ body: { days: [{ day: day.day, kind, ...why }] } });
  };
  return (
    <Modal
      open
      title={day.day}
      okText={t('day.save')}
      cancelText={t('act.cancel')}
      confirmLoading={busy}
      onOk={send}
      onCancel={close}
    >
      <div className="form">
        <span>{t('day.kind')}</span>
        <Radio.Group
          aria-label={t('day.kind')}
          value={kind}
          onChange={(event) => setKind(event.target.value as Kind)}
          options={KINDS.map((value) => ({ value, label: t(WORDS[value]) }))}
        />
        <label className="form" htmlFor="day-reason">
          <span>{t('day.reason')}</span>
          <Input
            id="day-reason"
            maxLength={100}
            disabled={kind === 'ordinary'}
            placeholder={t('day.reason_hint')}
            value={kind === 'ordinary' ? '' : reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <Effect calendar={calendar} />
        {said && <Alert type="error" showIcon role="alert" title={said} />}
      </div>
    </Modal>
  );
}
