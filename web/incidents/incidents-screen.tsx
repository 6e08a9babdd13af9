import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input, Select } from 'antd';
import { failureOf } from '../cases/failure.js';
import { type Item, useLiveList } from '../live.js';
import { useMe } from '../me.js';
import { type Column, List } from '../parts/list.js';
import { Money } from '../parts/money.js';
import { Age } from '../parts/when.js';
import { useWords } from '../words.js';
import '../bench-words.js';
import '../cases/bench.css';
import { HOLDERS, type IncidentSearch, queryOf, STANDINGS, STEPS } from './search.js';
import { Trend } from './trend.js';

type Incident = Item<'listIncidents'>;

/** Technical failures, one line a cause: the worst morning is a few lines, not a thousand cases. */
export function IncidentsScreen() {
  const { t } = useWords();
  const { id } = useMe();
  const go = useNavigate();
  const search = useSearch({ from: '/incidents' });
  const list = useLiveList('listIncidents', queryOf(search, id));
  return (
    <>
      <div className="head">
        <h1>{t('incidents.title')}</h1>
        <Link to="/cases">{t('incidents.cases')}</Link>
        <Link to="/retry-batches">{t('batches.title')}</Link>
        <Link to="/case-statistics">{t('statistics.title')}</Link>
      </div>
      <Filters search={search} />
      <List
        label={t('incidents.title')}
        list={list}
        columns={useColumns()}
        idOf={(one) => one.causeKey}
        open={({ causeKey }) => void go({ to: '/incidents/$causeKey', params: { causeKey } })}
        empty={t('incidents.empty')}
        above={270}
      />
    </>
  );
}

const ANY = '';

function Filters({ search }: { search: IncidentSearch }) {
  const { t, word } = useWords();
  const go = useNavigate();
  const set = (change: IncidentSearch) => void go({ to: '/incidents', search: { ...search, ...change } });
  const filters = [
    {
      name: 'step',
      value: search.step,
      options: STEPS.map((value) => ({ value: value as string, label: word('step', value) })),
      pick: (value: string) => set({ step: STEPS.find((one) => one === value) }),
    },
    {
      name: 'standing',
      value: search.status,
      options: STANDINGS.map((value) => ({ value: value as string, label: word('standing', value) })),
      pick: (value: string) => set({ status: STANDINGS.find((one) => one === value) }),
    },
    {
      name: 'holder',
      value: search.holder,
      options: HOLDERS.map((value) => ({ value: value as string, label: word('holder', value) })),
      pick: (value: string) => set({ holder: HOLDERS.find((one) => one === value) }),
    },
  ];
  return (
    <div className="head">
      {filters.map(({ name, value, options, pick }) => (
        <Select
          key={name}
          className="filter-small"
          aria-label={word('filter', name)}
          value={value ?? ANY}
          onChange={pick}
          options={[{ value: ANY, label: t('filter.any', { what: word('filter', name) }) }, ...options]}
        />
      ))}
      <Input.Search
        key={search.text ?? ANY}
        className="filter"
        allowClear
        maxLength={100}
        aria-label={t('filter.text')}
        placeholder={t('filter.text')}
        defaultValue={search.text ?? ANY}
        onSearch={(text) => set({ text: text.trim() === '' ? undefined : text.trim() })}
      />
      {Object.values(search).some((value) => value !== undefined) && (
        <Button size="small" onClick={() => void go({ to: '/incidents', search: {} })}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}

function useColumns(): Column<Incident>[] {
  const { t, word } = useWords();
  return [
    { key: 'step', title: t('cases.step'), width: 120, cell: (one) => word('step', one.step) },
    {
      key: 'cause',
      title: t('cases.cause'),
      width: 280,
      cell: (one) => (
        <>
          <b>{t(failureOf(one.cause))}</b>
          <div className="mono quiet cause">{one.cause}</div>
        </>
      ),
    },
    { key: 'cases', title: t('incidents.count'), width: 80, right: true, cell: (one) => one.cases },
    { key: 'retrying', title: t('incidents.retrying'), width: 80, right: true, cell: (one) => one.retrying },
    { key: 'again', title: t('incidents.again'), width: 90, right: true, cell: (one) => one.failedAgain },
    {
      key: 'money',
      title: t('list.amount'),
      width: 150,
      right: true,
      cell: (one) =>
        one.money.map(({ currency, amountMinor }) => (
          <div key={currency}>
            <Money minor={amountMinor} currency={currency} />
          </div>
        )),
    },
    { key: 'trend', title: t('trend.title'), width: 150, cell: (one) => <Trend hours={one.trend} /> },
    { key: 'first', title: t('incidents.first'), width: 110, cell: (one) => <Age since={one.firstSeenAt} /> },
    { key: 'last', title: t('incidents.last'), width: 110, cell: (one) => <Age since={one.lastSeenAt} /> },
    {
      key: 'who',
      title: t('incidents.assigned'),
      width: 110,
      cell: (one) => one.assignedTo ?? t('order.none'),
    },
  ];
}
