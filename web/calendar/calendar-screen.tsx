import './calendar.css';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useLive } from '../live.js';
import { useMay } from '../me.js';
import { AsOf } from '../parts/as-of.js';
import { Trouble } from '../parts/trouble.js';
import '../settings-words.js';
import { useWords } from '../words.js';
import type { Calendar } from './days.js';
import { LoadYear } from './load-year.js';
import { ShiftsPanel } from './shifts-panel.js';
import { YearPanel } from './year-panel.js';
import { ZonePanel } from './zone-panel.js';

/** The calendar that every deadline is counted on. */
export function CalendarScreen() {
  const { t } = useWords();
  const { year } = useSearch({ from: '/settings/calendar' });
  const live = useLive('showCalendar', { query: { year } });
  const { data, error, again, slow } = live;
  if (error && !data) return <Trouble error={error} again={again} />;
  if (!data) return slow ? <Skeleton active paragraph={{ rows: 8 }} /> : null;
  return (
    <>
      <div className="head">
        <h1>{t('calendar.title')}</h1>
        <Years year={data.year} />
        <AsOf ms={live.asOfMs} stale={error !== null} />
        {data.deadlines.behind > 0 && <span>{t('calendar.behind', { count: data.deadlines.behind })}</span>}
      </div>
      <Missing calendar={data} />
      <YearPanel calendar={data} />
      <div className="panes panes-order">
        <ShiftsPanel calendar={data} />
        <ZonePanel key={`${data.name} ${data.zone}`} calendar={data} />
      </div>
    </>
  );
}

function Years({ year }: { year: number }) {
  const { t } = useWords();
  const go = useNavigate();
  const show = (other: number) => void go({ to: '/settings/calendar', search: { year: other } });
  return (
    <>
      <Button aria-label={t('calendar.earlier')} title={t('calendar.earlier')} onClick={() => show(year - 1)}>
        ‹
      </Button>
      <b className="number">{year}</b>
      <Button aria-label={t('calendar.later')} title={t('calendar.later')} onClick={() => show(year + 1)}>
        ›
      </Button>
    </>
  );
}

/** The alarm about years that deadlines need, with the act that ends it. */
function Missing({ calendar }: { calendar: Calendar }) {
  const { t } = useWords();
  const edits = useMay('calendar.edit');
  const [asked, setAsked] = useState<number>();
  const { yearsMissing, year, loaded } = calendar;
  const act = (one: number) => (
    <Button disabled={!edits} title={edits ? '' : t('calendar.may_not_edit')} onClick={() => setAsked(one)}>
      {t('calendar.load', { year: one })}
    </Button>
  );
  return (
    <>
      {yearsMissing.map((one) => (
        <Alert
          key={one}
          className="missing-year"
          type="error"
          showIcon
          role="alert"
          title={t('calendar.missing', { year: one })}
          action={act(one)}
        />
      ))}
      {!loaded && !yearsMissing.includes(year) && (
        <Alert
          className="missing-year"
          type="info"
          showIcon
          title={t('calendar.not_loaded')}
          action={act(year)}
        />
      )}
      {asked !== undefined && <LoadYear year={asked} close={() => setAsked(undefined)} />}
    </>
  );
}
