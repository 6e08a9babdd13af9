import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Progress, Skeleton } from 'antd';
import { failureOf } from '../cases/failure.js';
import type { Answer } from '../client.js';
import { type Item, useLive, useLiveList } from '../live.js';
import { AsOf } from '../parts/as-of.js';
import { type Column, List } from '../parts/list.js';
import { Money } from '../parts/money.js';
import { Fields, Panel } from '../parts/panel.js';
import { Trouble } from '../parts/trouble.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import '../bench-words.js';
import { endedOf, STATUSES, totalOf } from './batch-counts.js';
import { useCheckWords } from './preflight.js';
import { Steer } from './steer.js';

type Batch = Answer<'showBatch'>;
type BatchItem = Item<'listBatchItems'>;

/** A canary batch as it goes: green only for what was read back. */
export function BatchScreen() {
  const { t } = useWords();
  const { batchId } = useParams({ from: '/retry-batches/$batchId' });
  const one = useLive('showBatch', { params: { batchId } });
  if (one.error && !one.data) return <Trouble error={one.error} again={one.again} />;
  if (!one.data) return one.slow ? <Skeleton active paragraph={{ rows: 8 }} /> : null;
  const { counts, status } = one.data;
  return (
    <>
      <header className="head">
        <h1>{t('batch.title', { status: t(`batchStatus.${status}`) })}</h1>
        <Link to="/retry-batches">{t('batches.title')}</Link>
        <Link to="/incidents">{t('incidents.title')}</Link>
      </header>
      <AsOf ms={one.asOfMs} stale={one.error !== null} />
      <Panel title={t('batch.progress')}>
        <Progress
          aria-label={t('batch.progress')}
          percent={Math.round((100 * endedOf(counts)) / Math.max(1, totalOf(counts)))}
          status={status === 'stopped' ? 'exception' : 'normal'}
        />
        <p role="status">
          {STATUSES.filter((key) => counts[key] > 0)
            .map((key) => `${t(`itemStatus.${key}`)} ${counts[key]}`)
            .join(' · ')}
        </p>
        <p className="quiet">{t('batch.read_back')}</p>
        <Steer one={one.data} />
      </Panel>
      <Facts one={one.data} />
      <Items batchId={batchId} />
    </>
  );
}

function Facts({ one }: { one: Batch }) {
  const { t, word } = useWords();
  return (
    <Panel title={t('batch.facts')}>
      <Fields
        rows={[
          [t('batches.cause'), <Cause key="cause" one={one} />],
          [t('case.root_cause'), word('rootCause', one.rootCause)],
          [t('batches.by'), one.requestedBy],
          [t('batches.started'), <When key="at" at={one.createdAt} />],
          [
            t('incidents.canary'),
            `${t('batch.stage', { no: one.stage })} · ${t('batch.limit', { percent: one.maxFailurePercent })}`,
          ],
        ]}
      />
    </Panel>
  );
}

function Cause({ one }: { one: Batch }) {
  const { t, word } = useWords();
  if (one.step === null || one.cause === null) return t('order.none');
  const said = `${word('step', one.step)} · ${t(failureOf(one.cause))}`;
  if (one.causeKey === null) return said;
  return (
    <Link to="/incidents/$causeKey" params={{ causeKey: one.causeKey }}>
      {said}
    </Link>
  );
}

function Items({ batchId }: { batchId: string }) {
  const { t } = useWords();
  const go = useNavigate();
  const list = useLiveList('listBatchItems', {}, { batchId });
  return (
    <Panel title={t('batch.items')}>
      <List
        label={t('batch.items')}
        list={list}
        columns={useColumns()}
        idOf={(item) => item.caseId}
        open={({ caseId }) => void go({ to: '/cases/$caseId', params: { caseId } })}
        empty={t('order.none')}
        above={420}
      />
    </Panel>
  );
}

const TONES: Partial<Record<BatchItem['status'], string>> = {
  proven: 'good',
  failed: 'late',
  refused: 'late',
};

function useColumns(): Column<BatchItem>[] {
  const { t } = useWords();
  const tell = useCheckWords();
  const why = ({ status, code }: BatchItem): string => {
    if (code === null) return '';
    if (status === 'refused') return tell('because', code);
    return status === 'failed' ? t(failureOf(code)) : '';
  };
  return [
    { key: 'no', title: t('batch.no'), width: 60, right: true, cell: ({ position }) => position },
    {
      key: 'order',
      title: t('list.order_no'),
      width: 150,
      cell: ({ orderNo }) => <b className="mono">{orderNo}</b>,
    },
    {
      key: 'status',
      title: t('batches.results'),
      width: 120,
      cell: ({ status }) => <span className={TONES[status]}>{t(`itemStatus.${status}`)}</span>,
    },
    { key: 'why', title: t('batch.why'), width: 220, cell: why },
    {
      key: 'amount',
      title: t('list.amount'),
      width: 140,
      right: true,
      cell: ({ amountMinor, currency }) => <Money minor={amountMinor} currency={currency} />,
    },
    {
      key: 'stage',
      title: t('incidents.canary'),
      width: 110,
      cell: ({ stage }) => (stage === null ? '' : t('batch.stage', { no: stage })),
    },
  ];
}
