import { Button, Select } from 'antd';
import { useState } from 'react';
import { dayName, monthName } from '../format.js';
import { useMay } from '../me.js';
import { Panel } from '../parts/panel.js';
import { DEPARTMENTS } from '../people/kinds.js';
import { useWords } from '../words.js';
import { DayAsk } from './day-ask.js';
import { type Calendar, type Day, isWorked, monthsOf, type NamedDay, shiftsOf, WEEKDAYS } from './days.js';
import { LoadYear } from './load-year.js';

const DEFAULT = '';

/** A year at a glance: which days are worked, and why the others are not. */
export function YearPanel({ calendar }: { calendar: Calendar }) {
  const { t, word } = useWords();
  const edits = useMay('calendar.edit');
  const [department, setDepartment] = useState(DEFAULT);
  const [day, setDay] = useState<Day>();
  const [loading, setLoading] = useState(false);
  const shifts = shiftsOf(calendar.shifts, department === DEFAULT ? null : department);
  const named = new Map(calendar.days.map((one) => [one.day, one]));
  return (
    <Panel
      title={String(calendar.year)}
      extra={
        <div className="buttons">
          <Select
            className="filter"
            aria-label={t('calendar.hours_of')}
            value={department}
            onChange={setDepartment}
            options={[
              { value: DEFAULT, label: t('calendar.default') },
              ...DEPARTMENTS.map((one) => ({ value: one as string, label: word('department', one) })),
            ]}
          />
          <Button
            disabled={!edits}
            title={edits ? '' : t('calendar.may_not_edit')}
            onClick={() => setLoading(true)}
          >
            {t('calendar.load_again')}
          </Button>
        </div>
      }
    >
      <p className="quiet">{t('calendar.legend')}</p>
      <div className="year">
        {monthsOf(calendar.year).map((days) => (
          <Month
            key={days[0]?.month}
            days={days}
            named={named}
            shifts={shifts}
            pick={edits ? setDay : undefined}
          />
        ))}
      </div>
      {day && (
        <DayAsk day={day} named={named.get(day.day)} calendar={calendar} close={() => setDay(undefined)} />
      )}
      {loading && <LoadYear year={calendar.year} close={() => setLoading(false)} />}
    </Panel>
  );
}

interface MonthProps {
  days: readonly Day[];
  named: ReadonlyMap<string, NamedDay>;
  shifts: Calendar['shifts'];
  pick: ((day: Day) => void) | undefined;
}

function Month({ days, named, shifts, pick }: MonthProps) {
  const { t, language } = useWords();
  const [first] = days;
  if (!first) return null;
  const title = monthName(first.month, language);
  return (
    <section aria-label={title} className="month">
      <h3>{title}</h3>
      <div className="days">
        {WEEKDAYS.map((weekday) => (
          <span key={weekday} className="quiet" aria-hidden>
            {t(`weekday.${weekday}`)}
          </span>
        ))}
        {WEEKDAYS.slice(0, first.weekday - 1).map((weekday) => (
          <span key={weekday} />
        ))}
        {days.map((day) => (
          <DayCell
            key={day.day}
            day={day}
            named={named.get(day.day)}
            worked={isWorked(day, named.get(day.day), shifts)}
            pick={pick}
          />
        ))}
      </div>
    </section>
  );
}

interface CellProps {
  day: Day;
  named: NamedDay | undefined;
  worked: boolean;
  pick: ((day: Day) => void) | undefined;
}

function DayCell({ day, named, worked, pick }: CellProps) {
  const { t, word, language } = useWords();
  const kind = named ? t(`calendar.${named.kind}`) : t('calendar.weekly');
  const why = named?.reason === undefined ? kind : `${kind} · ${word('holiday', named.reason)}`;
  const what = t('calendar.because', { what: t(worked ? 'calendar.works' : 'calendar.rests'), why });
  const face = `cell ${worked ? 'cell-on' : 'cell-off'} ${named ? `cell-${named.kind}` : ''}`;
  const inside = (
    <>
      {day.date}
      {named && <span className="cell-mark">{t(`calendar.${named.kind}_mark`)}</span>}
    </>
  );
  const label = t('calendar.because', {
    what: dayName(day.month, day.date, language),
    why: what,
  });
  if (!pick)
    return (
      <span className={face} title={label}>
        {inside}
      </span>
    );
  return (
    <button type="button" className={face} title={label} onClick={() => pick(day)}>
      {inside}
    </button>
  );
}
