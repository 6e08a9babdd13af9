import { Button } from 'antd';
import { useState } from 'react';
import { useMay } from '../me.js';
import { Panel } from '../parts/panel.js';
import type { Department } from '../people/kinds.js';
import { DEPARTMENTS } from '../people/kinds.js';
import { useWords } from '../words.js';
import { type Calendar, clockOf, WEEKDAYS } from './days.js';
import { ShiftsAsk } from './shifts-ask.js';

type Whose = Department | null;

/** Working hours: the default ones, and those of departments that have their own. */
export function ShiftsPanel({ calendar }: { calendar: Calendar }) {
  const { t, word } = useWords();
  const edits = useMay('calendar.edit');
  const [asked, setAsked] = useState<{ whose: Whose }>();
  const own = DEPARTMENTS.filter((one) => calendar.shifts.some(({ department }) => department === one));
  const groups: readonly Whose[] = [null, ...own];
  const nameOf = (whose: Whose) => (whose === null ? t('shifts.of_default') : word('department', whose));
  const able = { disabled: !edits, title: edits ? '' : t('calendar.may_not_edit') };
  return (
    <Panel
      title={t('shifts.title')}
      extra={
        <Button
          {...able}
          onClick={() => setAsked({ whose: DEPARTMENTS.find((one) => !own.includes(one)) ?? null })}
        >
          {t('shifts.add_department')}
        </Button>
      }
    >
      <ul className="rows">
        {groups.map((whose) => (
          <li key={whose ?? 'default'}>
            <span>
              <b>{nameOf(whose)}</b>
              <Week calendar={calendar} whose={whose} />
            </span>
            <Button
              {...able}
              aria-label={t('shifts.edit_of', { who: nameOf(whose) })}
              onClick={() => setAsked({ whose })}
            >
              {t('shifts.edit')}
            </Button>
          </li>
        ))}
      </ul>
      {asked && <ShiftsAsk first={asked.whose} calendar={calendar} close={() => setAsked(undefined)} />}
    </Panel>
  );
}

/** The weekdays with their hours; neighbours of the same hours stand together. */
function Week({ calendar, whose }: { calendar: Calendar; whose: Whose }) {
  const { t } = useWords();
  const hoursOf = (weekday: number) =>
    calendar.shifts
      .filter((shift) => shift.department === whose && shift.weekday === weekday)
      .map(({ fromMinute, toMinute }) => `${clockOf(fromMinute)}–${clockOf(toMinute)}`)
      .join(' · ');
  const runs: { days: string[]; hours: string }[] = [];
  for (const weekday of WEEKDAYS) {
    const [hours, last] = [hoursOf(weekday), runs.at(-1)];
    const day = t('weekday.name', { day: t(`weekday.${weekday}`) });
    if (last?.hours === hours) last.days.push(day);
    else runs.push({ days: [day], hours });
  }
  return runs.map(({ days, hours }) => (
    <span key={days[0]} className="week-run">
      <span className="quiet">{days.length > 1 ? `${days[0]} – ${days.at(-1)}` : days[0]}</span>{' '}
      <span className="number">{hours === '' ? t('shifts.none') : hours}</span>
    </span>
  ));
}
