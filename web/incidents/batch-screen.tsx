import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { App, Button, Progress } from 'antd';
import { rootCauseOf } from '../cases/root-causes.js';
import type { Answer } from '../client.js';
import { useDeed, useLive } from '../live.js';
import { useMay } from '../me.js';
import { AsOf } from '../parts/as-of.js';
import { Panel } from '../parts/panel.js';
import { Trouble, useTrouble } from '../parts/trouble.js';
import { type Key, useWords } from '../words.js';

type Batch = Answer<'showBatch'>;
const STATUSES = ['proven', 'passed', 'started', 'pending', 'failed', 'refused', 'cancelled'] as const;

/** A canary batch as it goes: green only for what was read back. */
export function BatchScreen() {
  const { t } = useWords();
  const { batchId } = useParams({ from: '/retry-batches/$batchId' });
  const one = useLive('showBatch', { params: { batchId } });
  if (one.error && !one.data) return <Trouble error={one.error} again={one.again} />;
  if (!one.data) return null;
  const { counts, status } = one.data;
  const total = STATUSES.reduce((sum, key) => sum + counts[key], 0);
  const ended = total - counts.pending - counts.started;
  return (
    <>
      <header className="head">
        <h1>{t('batch.title', { status: t(`batchStatus.${status}`) })}</h1>
        <Link to="/incidents">{t('incidents.title')}</Link>
      </header>
      <AsOf ms={one.asOfMs} stale={one.error !== null} />
      <Panel title={t('batch.progress')}>
        <Progress aria-label={t('batch.progress')} percent={Math.round((100 * ended) / Math.max(1, total))} />
        <p role="status">
          {STATUSES.filter((key) => counts[key] > 0)
            .map((key) => `${t(`itemStatus.${key}`)} ${counts[key]}`)
            .join(' · ')}
        </p>
        <Steer one={one.data} />
      </Panel>
      <Items batchId={batchId} />
    </>
  );
}

function Steer({ one }: { one: Batch }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const go = useNavigate();
  const may = useMay('case.retry');
  const steer = useDeed('steerBatch');
  const again = useDeed('startBatch');
  const over = one.endedAt !== null || one.wanted === 'cancel';
  const fails = { onError: (error: Error) => void message.error(tell(error).sentence) };
  const wish = (wanted: Batch['wanted']) =>
    steer.mutate({ params: { batchId: one.id }, body: { wanted, revision: one.revision } }, fails);
  const halted = one.wanted === 'suspend' || one.status === 'stopped';
  const deeds: readonly [Key, boolean, () => void][] = [
    ['batch.suspend', !over && !halted, () => wish('suspend')],
    ['batch.resume', !over && halted, () => wish('run')],
    ['batch.cancel', !over, () => wish('cancel')],
    [
      'batch.only_failed',
      one.endedAt !== null && one.counts.failed + one.counts.refused + one.counts.cancelled > 0,
      () =>
        again.mutate(
          { body: { failedOf: one.id, rootCause: rootCauseOf(one.rootCause) } },
          {
            ...fails,
            onSuccess: ({ batchId }) => void go({ to: '/retry-batches/$batchId', params: { batchId } }),
          },
        ),
    ],
  ];
  return (
    <div className="buttons">
      {deeds.map(([key, able, deed]) => (
        <Button
          key={key}
          disabled={!may || !able}
          title={may ? (able ? '' : t('batch.not_now')) : t('case.no_right')}
          loading={steer.isPending || again.isPending}
          onClick={deed}
        >
          {t(key)}
        </Button>
      ))}
    </div>
  );
}

function Items({ batchId }: { batchId: string }) {
  const { t } = useWords();
  const items = useLive('listBatchItems', { params: { batchId }, query: { limit: 200 } });
  return (
    <Panel title={t('batch.items')}>
      <div className="scroll-x">
        <table className="plain">
          <tbody>
            {items.data?.items.map((item) => (
              <tr key={item.position}>
                <td className="number">{item.position}</td>
                <td>
                  <Link to="/cases/$caseId" params={{ caseId: item.caseId }} className="mono">
                    {item.orderNo}
                  </Link>
                </td>
                <td className={TONES[item.status]}>{t(`itemStatus.${item.status}`)}</td>
                <td>{item.status === 'failed' || item.status === 'refused' ? item.code : null}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

const TONES: Partial<Record<(typeof STATUSES)[number], string>> = {
  proven: 'good',
  failed: 'late',
  refused: 'late',
};
