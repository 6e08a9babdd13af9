import { Alert, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useMay } from '../me.js';
import { Panel } from '../parts/panel.js';
import { useWords } from '../words.js';
import type { Calendar } from './days.js';
import { Effect } from './effect.js';
import { useEdit } from './use-edit.js';

/** What the calendar is called, and where its days begin. */
export function ZonePanel({ calendar }: { calendar: Calendar }) {
  const { t } = useWords();
  const edits = useMay('calendar.edit');
  const { said, setSaid, busy, edit } = useEdit('editCalendar');
  const [typed, setTyped] = useState({ name: calendar.name, zone: calendar.zone });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { name: typed.name.trim(), zone: typed.zone.trim() };
    if (body.name === '' || body.zone === '') return setSaid(t('zone.missing'));
    edit({ body });
  };
  return (
    <Panel title={t('zone.title')}>
      <form className="form" onSubmit={submit} aria-label={t('zone.title')}>
        {(['name', 'zone'] as const).map((field) => (
          <label key={field} className="form" htmlFor={`calendar-${field}`}>
            <span>{t(`zone.${field}`)}</span>
            <Input
              id={`calendar-${field}`}
              disabled={!edits}
              maxLength={field === 'name' ? 100 : 64}
              value={typed[field]}
              onChange={(event) => setTyped({ ...typed, [field]: event.target.value })}
            />
          </label>
        ))}
        <span className="quiet">{t('zone.hint')}</span>
        <Effect calendar={calendar} />
        {said && <Alert type="error" showIcon role="alert" title={said} />}
        <Button
          type="primary"
          htmlType="submit"
          loading={busy}
          disabled={!edits}
          title={edits ? '' : t('calendar.may_not_edit')}
        >
          {t('zone.save')}
        </Button>
      </form>
    </Panel>
  );
}
