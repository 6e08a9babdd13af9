import { Link, useNavigate } from '@tanstack/react-router';
import { Tag } from 'antd';
import { failureOf } from '../cases/failure.js';
import { type Item, useLiveList } from '../live.js';
import { type Column, List } from '../parts/list.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import '../bench-words.js';
import { STATUSES, totalOf } from './batch-counts.js';

type Batch = Item<'listBatches'>;

/** Canary batches, the newest first. */
export function BatchesScreen() {
  const { t } = useWords();
  const go = useNavigate();
  const list = useLiveList('listBatches');
  return (
    <>
      <div className="head">
        <h1>{t('batches.title')}</h1>
        <Link to="/incidents">{t('incidents.title')}</Link>
        <Link to="/case-statistics">{t('statistics.title')}</Link>
      </div>
      <List
        label={t('batches.title')}
        list={list}
        columns={useColumns()}
        idOf={({ id }) => id}
        open={({ id }) => void go({ to: '/retry-batches/$batchId', params: { batchId: id } })}
        empty={t('batches.empty')}
      />
    </>
  );
}

const TONES: Readonly<Record<Batch['status'], string>> = {
  running: 'blue',
  suspended: 'gold',
  stopped: 'red',
  cancelled: 'default',
  finished: 'default',
};

function useColumns(): Column<Batch>[] {
  const { t, word } = useWords();
  return [
    { key: 'at', title: t('batches.started'), width: 170, cell: (one) => <When at={one.createdAt} /> },
    {
      key: 'status',
      title: t('list.state'),
      width: 190,
      cell: (one) => <Tag color={TONES[one.status]}>{t(`batchStatus.${one.status}`)}</Tag>,
    },
    {
      key: 'cause',
      title: t('batches.cause'),
      width: 260,
      cell: (one) =>
        one.step === null || one.cause === null
          ? t('order.none')
          : `${word('step', one.step)} · ${t(failureOf(one.cause))}`,
    },
    {
      key: 'count',
      title: t('incidents.count'),
      width: 90,
      right: true,
      cell: (one) => totalOf(one.counts),
    },
    {
      key: 'results',
      title: t('batches.results'),
      width: 260,
      cell: (one) =>
        STATUSES.filter((key) => one.counts[key] > 0)
          .map((key) => `${t(`itemStatus.${key}`)} ${one.counts[key]}`)
          .join(' · '),
    },
    { key: 'by', title: t('batches.by'), width: 110, cell: (one) => one.requestedBy },
  ];
}
