import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { Link, useParams } from '@tanstack/react-router';
import { Alert, Button, Progress, Skeleton } from 'antd';
import { useRef } from 'react';
import { type Answer, sendForFile, sendPicture } from '../client.js';
import { useLive } from '../live.js';
import { AsOf } from '../parts/as-of.js';
import { useAttempt } from '../parts/attempt.js';
import { Panel } from '../parts/panel.js';
import { Trouble } from '../parts/trouble.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import { Grade } from './grade.js';
import { saveAs } from './save.js';
import './print-words.js';

type Shown = Answer<'showPrintBatch'>;
const EVERY_MS = 2_000;

/** One batch: how far its check is, its file, what it leaves out, and what scans of its labels told. */
export function PrintBatchScreen() {
  const { t, word } = useWords();
  const { batchId } = useParams({ from: '/print-batches/$batchId' });
  const one = useLive('showPrintBatch', { params: { batchId } }, { refetchInterval: EVERY_MS });
  if (one.error && !one.data) return <Trouble error={one.error} again={one.again} />;
  if (!one.data) return one.slow ? <Skeleton active /> : null;
  const { batch, skippedLabels, checked } = one.data;
  return (
    <>
      <header className="head">
        <h1>
          {word('print.preset', batch.preset)} · {t(`prints.status.${batch.status}`)}
        </h1>
        <Link to="/print-batches">{t('prints.title')}</Link>
        <AsOf ms={one.asOfMs} stale={one.error !== null} />
      </header>
      <Check batch={batch} again={one.again} />
      {skippedLabels.length > 0 && (
        <Panel title={t('prints.left_out')}>
          <ul className="rows">
            {skippedLabels.map(({ position, orderNo, reason }) => (
              <li key={position}>
                <Link to="/orders/$orderNo" params={{ orderNo }} className="mono">
                  {orderNo}
                </Link>
                {word('prints.reason', reason)}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <ScanBack batchId={batch.id} checked={checked} again={one.again} />
    </>
  );
}

function Check({ batch, again }: { batch: Shown['batch']; again: () => void }) {
  const { t } = useWords();
  const { said, busy, run } = useAttempt();
  const { id, format, labels, ready, skipped, printed, status } = batch;
  const download = () =>
    void run(async () => {
      saveAs(
        await sendForFile('printBatch', { params: { batchId: id }, body: {} }),
        `labels-${id.slice(0, 8)}.${format}`,
      );
      again();
    });
  const isReady = status === 'ready';
  return (
    <Panel title={t('prints.labels', { ready, labels })}>
      <Progress
        aria-label={t('prints.labels', { ready, labels })}
        percent={Math.round((100 * (ready + skipped)) / Math.max(1, labels))}
      />
      <p role="status">
        {t('prints.labels', { ready, labels })}
        {skipped > 0 && ` · ${t('prints.skipped', { count: skipped })}`}
        {printed > 0 && ` · ${t('prints.taken', { count: printed })}`}
      </p>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
      <Button
        type="primary"
        icon={<DownloadOutlined />}
        disabled={!isReady}
        title={isReady ? '' : t('prints.not_ready')}
        loading={busy}
        onClick={download}
      >
        {t('prints.download')} {format.toUpperCase()}
      </Button>
    </Panel>
  );
}

function ScanBack({
  batchId,
  checked,
  again,
}: {
  batchId: string;
  checked: Shown['checked'];
  again: () => void;
}) {
  const { t } = useWords();
  const { said, busy, run } = useAttempt();
  const input = useRef<HTMLInputElement>(null);
  const take = (picture: File | undefined) =>
    picture &&
    void run(async () => {
      await sendPicture({ params: { batchId } }, picture);
      again();
    });
  return (
    <Panel title={t('prints.scan_back')}>
      <p className="quiet">{t('prints.scan_what')}</p>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/png,image/jpeg"
        aria-label={t('prints.upload')}
        onChange={({ target }) => {
          take(target.files?.[0]);
          target.value = '';
        }}
      />
      <Button icon={<UploadOutlined />} loading={busy} onClick={() => input.current?.click()}>
        {t('prints.upload')}
      </Button>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
      {checked.length === 0 && <p className="quiet">{t('prints.none_checked')}</p>}
      <ul className="rows" aria-label={t('prints.scan_back')}>
        {checked.map((one) => (
          <li key={`${one.checkedAt} ${one.position} ${one.outcome} ${one.orderNo}`}>
            <span>
              <Grade grade={one.grade} parts={one.gradeParts} />
              {one.orderNo && (
                <Link to="/orders/$orderNo" params={{ orderNo: one.orderNo }} className="mono">
                  {one.orderNo}
                </Link>
              )}{' '}
              {t(`prints.outcome.${one.outcome}`)}
            </span>
            <span className="quiet">
              {one.checkedBy} · <When at={one.checkedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
