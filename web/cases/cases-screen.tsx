import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { type Item, useLiveList } from '../live.js';
import { type Column, List } from '../parts/list.js';
import { Views } from '../parts/views.js';
import { Age, Due } from '../parts/when.js';
import { useWords } from '../words.js';
import '../bench-words.js';
import { whyOf } from './why-of.js';

type Case = Item<'listCases'>;
const KINDS = ['technical', 'business'] as const;

export function CasesScreen() {
  const { t, word } = useWords();
  const go = useNavigate();
  const { kind } = useSearch({ from: '/cases' });
  const list = useLiveList('listCases', { kind });
  return (
    <>
      <div className="head">
        <h1>{t('cases.title')}</h1>
        <Link to="/incidents">{t('incidents.title')}</Link>
        <Link to="/retry-batches">{t('batches.title')}</Link>
        <Link to="/case-statistics">{t('statistics.title')}</Link>
        <Link to="/scan-alerts">{t('alerts.title')}</Link>
        <Segmented
          aria-label={t('cases.kind')}
          value={kind ?? 'all'}
          onChange={(value) => {
            const chosen = KINDS.find((one) => one === value);
            void go({ to: '/cases', search: chosen ? { kind: chosen } : {} });
          }}
          options={[
            { value: 'all', label: t('cases.all') },
            ...KINDS.map((value) => ({ value: value as string, label: word('caseKind', value) })),
          ]}
        />
      </div>
      <Views
        list="cases"
        query={{ kind }}
        go={(query) => {
          const chosen = KINDS.find((one) => one === query.kind);
          void go({ to: '/cases', search: chosen ? { kind: chosen } : {} });
        }}
      />
      <List
        label={t('cases.title')}
        list={list}
        columns={useColumns()}
        idOf={(one) => one.id}
        open={({ id }) => void go({ to: '/cases/$caseId', params: { caseId: id } })}
        empty={t('cases.empty')}
      />
    </>
  );
}

function useColumns(): Column<Case>[] {
  const speech = useWords();
  const { t, word } = speech;
  return [
    {
      key: 'no',
      title: t('list.order_no'),
      width: 150,
      cell: (one) => <b className="mono">{one.orderNo}</b>,
    },
    { key: 'kind', title: t('list.kind'), width: 110, cell: (one) => word('caseKind', one.kind) },
    { key: 'step', title: t('cases.step'), width: 130, cell: (one) => word('step', one.step) },
    { key: 'code', title: t('cases.cause'), width: 200, cell: (one) => whyOf(one, speech) },
    { key: 'status', title: t('list.state'), width: 110, cell: (one) => word('caseStatus', one.status) },
    { key: 'attempts', title: t('cases.attempts'), width: 90, right: true, cell: (one) => one.attempts },
    {
      key: 'owner',
      title: t('list.owner'),
      width: 120,
      cell: (one) => word('department', one.ownerDepartment),
    },
    { key: 'age', title: t('list.age'), width: 110, cell: (one) => <Age since={one.openedAt} /> },
    { key: 'due', title: t('list.due'), width: 140, cell: (one) => <Due at={one.dueAt} /> },
  ];
}
