import { Alert, Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { DEPARTMENTS, type Department } from '../people/kinds.js';
import { useWords } from '../words.js';
import { type Calendar, clockOf, minuteOf, WEEKDAYS } from './days.js';
import { Effect } from './effect.js';
import { useEdit } from './use-edit.js';

interface Row {
  key: string;
  weekday: number;
  from: string;
  to: string;
}

const DEFAULT = 'default';

const rowsOf = (calendar: Calendar, whose: Department | null): Row[] =>
  calendar.shifts
    .filter(({ department }) => department === whose)
    .map(({ weekday, fromMinute, toMinute }) => ({
      ...{ key: crypto.randomUUID(), weekday },
      ...{ from: clockOf(fromMinute), to: clockOf(toMinute) },
    }));

interface Props {
  first: Department | null;
  calendar: Calendar;
  close(): void;
}

/** Replaces the working hours of a department, or the default ones. */
export function ShiftsAsk({ first, calendar, close }: Props) {
  const { t, word } = useWords();
  const { said, busy, edit } = useEdit('editShifts', close);
  const [whose, setWhose] = useState(first);
  const [rows, setRows] = useState(() => rowsOf(calendar, first));
  const choose = (value: Department | typeof DEFAULT) => {
    const chosen = value === DEFAULT ? null : value;
    setWhose(chosen);
    setRows(rowsOf(calendar, chosen));
  };
  const change = (key: string, part: Partial<Row>) =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const add = () => {
    const weekday = Math.min(7, (rows.at(-1)?.weekday ?? 0) + 1);
    setRows([...rows, { key: crypto.randomUUID(), weekday, from: '09:00', to: '18:00' }]);
  };
  const send = () => {
    const shifts = rows.map(({ weekday, from, to }) => ({
      ...{ weekday, fromMinute: minuteOf(from) ?? 0, toMinute: minuteOf(to) ?? 0 },
    }));
    edit({ body: { department: whose, shifts } });
  };
  return (
    <Modal
      open
      title={t('shifts.edit')}
      okText={t('shifts.save')}
      cancelText={t('act.cancel')}
      confirmLoading={busy}
      onOk={send}
      onCancel={close}
    >
      <div className="form">
        <span>{t('shifts.department')}</span>
        <Select
          aria-label={t('shifts.department')}
          value={whose ?? DEFAULT}
          onChange={choose}
          options={[
            { value: DEFAULT, label: t('calendar.default') },
            ...DEPARTMENTS.map((value) => ({ value, label: word('department', value) })),
          ]}
        />
        {whose !== null && <span className="quiet">{t('shifts.as_default')}</span>}
        {rows.map((row) => (
          <ShiftRow
            key={row.key}
            row={row}
            change={(part) => change(row.key, part)}
            remove={() => setRows(rows.filter(({ key }) => key !== row.key))}
          />
        ))}
        <Button onClick={add}>{t('shifts.add')}</Button>
        <Effect calendar={calendar} />
        {said && <Alert type="error" showIcon role="alert" title={said} />}
      </div>
    </Modal>
  );
}

interface RowProps {
  row: Row;
  change(part: Partial<Row>): void;
  remove(): void;
}

function ShiftRow({ row, change, remove }: RowProps) {
  const { t } = useWords();
  return (
    <div className="shift">
      <Select
        aria-label={t('shifts.weekday')}
        value={row.weekday}
        onChange={(weekday) => change({ weekday })}
        options={WEEKDAYS.map((value) => ({
          value: value as number,
          label: t('weekday.name', { day: t(`weekday.${value}`) }),
        }))}
      />
      {(['from', 'to'] as const).map((end) => (
        <Input
          key={end}
          className="shift-time"
          aria-label={t(`shifts.${end}`)}
          maxLength={5}
          {...(minuteOf(row[end]) === undefined && { status: 'error' as const })}
          value={row[end]}
          onChange={(event) => change({ [end]: event.target.value })}
        />
      ))}
      <Button aria-label={t('shifts.remove')} title={t('shifts.remove')} onClick={remove}>
        ✕
      </Button>
    </div>
  );
}
