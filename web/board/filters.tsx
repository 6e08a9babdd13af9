import { useNavigate } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useLive } from '../live.js';
import { STATES } from '../states.js';
import { useWords } from '../words.js';
import { type BoardSearch, DEPARTMENTS, PRIORITIES } from './views.js';

const CLEAR = '';

/** Filters live in the address; causes and departments say how many late orders they hold. */
export function Filters({ search }: { search: BoardSearch }) {
  const { t, word } = useWords();
  const go = useNavigate();
  const board = useLive('showBoard', {});
  const people = useLive('listColleagues', {}, { refetchInterval: false });
  const stuck = board.data?.stuck ?? [];
  const late = (fits: (cell: (typeof stuck)[number]) => boolean) =>
    stuck.filter(fits).reduce((sum, { orders }) => sum + orders, 0);
  const causes = [...new Set([...stuck.map(({ cause }) => cause ?? ''), search.cause ?? ''])].filter(Boolean);
  const set = (change: BoardSearch) => void go({ to: '/board', search: { ...search, ...change } });
  const filters = [
    {
      name: 'state',
      value: search.state,
      options: STATES.map((value) => ({ value: value as string, label: t(`state.${value}`) })),
      pick: (value: string) => set({ state: STATES.find((one) => one === value) }),
    },
    {
      name: 'department',
      value: search.department,
      options: DEPARTMENTS.map((value) => ({
        value: value as string,
        label: `${word('department', value)} · ${late(({ department }) => department === value)}`,
      })),
      pick: (value: string) => set({ department: DEPARTMENTS.find((one) => one === value) }),
    },
    {
      name: 'cause',
      value: search.cause,
      options: causes.map((value) => ({
        value,
        label: `${word('hold', value)} · ${late(({ cause }) => cause === value)}`,
      })),
      pick: (value: string) => set({ cause: value === CLEAR ? undefined : value }),
    },
    {
      name: 'person',
      value: search.person,
      options: (people.data?.items ?? []).map(({ id, displayName }) => ({ value: id, label: displayName })),
      pick: (value: string) => set({ person: value === CLEAR ? undefined : value }),
    },
    {
      name: 'priority',
      value: search.priority,
      options: PRIORITIES.map((value) => ({ value: value as string, label: word('priority', value) })),
      pick: (value: string) => set({ priority: PRIORITIES.find((one) => one === value) }),
    },
  ];
  const { view, ...rest } = search;
  const filtered = Object.values(rest).some((value) => value !== undefined);
  return (
    <div className="head">
      {filters.map(({ name, value, options, pick }) => (
        <Select
          key={name}
          className="filter-small"
          aria-label={word('filter', name)}
          value={value ?? CLEAR}
          onChange={pick}
          options={[{ value: CLEAR, label: t('filter.any', { what: word('filter', name) }) }, ...options]}
        />
      ))}
      {search.fault && <span>{t('desk.only_fault')}</span>}
      {search.tile && <span>{word('tile', search.tile)}</span>}
      {search.paused && <span>{t('desk.only_paused')}</span>}
      {filtered && (
        <Button size="small" onClick={() => void go({ to: '/board', search: { view } })}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}
