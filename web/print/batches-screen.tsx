import { Link, useNavigate } from '@tanstack/react-router';
import { Alert, Button, Empty, Input, Progress, Radio, Select, Skeleton } from 'antd';
import { useState } from 'react';
import type { Answer, Asked } from '../client.js';
import { useDeed, useLive } from '../live.js';
import { useMay } from '../me.js';
import { AsOf } from '../parts/as-of.js';
import { useAttempt } from '../parts/attempt.js';
import { Panel } from '../parts/panel.js';
import { Trouble } from '../parts/trouble.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import './print-words.js';
import './print.css';

type Batch = Answer<'listPrintBatches'>['items'][number];
type NewBatch = Asked<'startPrintBatch'>['body'];

const PRESETS = [
  'label_60x40mm',
  'label_60x40mm_sealed',
  'label_40x30mm',
  'receipt_58mm',
  'receipt_80mm',
  'a4_sheet',
  'poster',
] as const;
/** What no label printer takes. */
const PAGES: readonly string[] = ['a4_sheet', 'poster'];
/** Whose codes a phone verifies without the house. */
const SEALED: readonly string[] = ['label_60x40mm_sealed', 'receipt_80mm', 'poster'];
const STATES = ['issued', 'dispatched', 'circulating'] as const;

/** Labels of many codes: a new batch, and how far the others are. */
export function PrintBatchesScreen() {
  const { t } = useWords();
  const may = useMay('code.print');
  const list = useLive('listPrintBatches', { query: { limit: 50 } }, { enabled: may });
  if (!may) return <Alert type="info" showIcon title={t('print.no_right')} />;
  return (
    <>
      <header className="head">
        <h1>{t('prints.title')}</h1>
        {list.data && <AsOf ms={list.asOfMs} stale={list.error !== null} />}
      </header>
      <NewBatchPanel />
      <Panel title={t('prints.recent')}>
        {list.error && !list.data && <Trouble error={list.error} again={list.again} />}
        {!list.data && list.slow && <Skeleton active />}
        {list.data?.items.length === 0 && <Empty description={t('prints.empty')} />}
        <ul className="rows" aria-label={t('prints.recent')}>
          {list.data?.items.map((batch) => (
            <li key={batch.id}>
              <OneBatch batch={batch} />
            </li>
          ))}
        </ul>
      </Panel>
    </>
  );
}

function OneBatch({ batch }: { batch: Batch }) {
  const { t, word } = useWords();
  const { id, preset, format, status, labels, ready, skipped, createdAt, requestedBy } = batch;
  return (
    <div>
      <div>
        <Link to="/print-batches/$batchId" params={{ batchId: id }}>
          <b>{word('print.preset', preset)}</b> {format.toUpperCase()} · {t(`prints.status.${status}`)}
        </Link>
      </div>
      <Progress
        aria-label={t('prints.labels', { ready, labels })}
        percent={Math.round((100 * (ready + skipped)) / Math.max(1, labels))}
        size="small"
      />
      <span className="quiet">
        {t('prints.labels', { ready, labels })} · {t('prints.by', { person: requestedBy })} ·{' '}
        <When at={createdAt} />
      </span>
    </div>
  );
}

function NewBatchPanel() {
  const { t } = useWords();
  const go = useNavigate();
  const start = useDeed('startPrintBatch');
  const { said, setSaid, busy, run } = useAttempt();
  const [preset, setPreset] = useState<NewBatch['preset']>('label_60x40mm');
  const [format, setFormat] = useState<NewBatch['format']>('pdf');
  const [by, setBy] = useState<'state' | 'numbers'>('state');
  const [state, setState] = useState<(typeof STATES)[number]>('issued');
  const [numbers, setNumbers] = useState('');
  const formats = PAGES.includes(preset) ? (['pdf'] as const) : (['pdf', 'zpl'] as const);
  const begin = () => {
    const orderNos = numbers.split(/\s+/).filter((one) => one !== '');
    if (by === 'numbers' && orderNos.length === 0) return setSaid(t('prints.no_numbers'));
    const codes = by === 'state' ? { state } : { orderNos };
    const body = { preset, format: PAGES.includes(preset) ? 'pdf' : format, codes } as const;
    void run(async () => {
      const { batchId } = await start.mutateAsync({ body });
      await go({ to: '/print-batches/$batchId', params: { batchId } });
    });
  };
  return (
    <Panel title={t('prints.new')}>
      <p className="quiet">{t('prints.what')}</p>
      <div className="print-form">
        <div className="print-choice">
          <Select<NewBatch['preset']>
            aria-label={t('print.preset')}
            value={preset}
            onChange={setPreset}
            options={PRESETS.map((one) => ({ value: one, label: t(`print.preset.${one}`) }))}
          />
          <Select<NewBatch['format']>
            aria-label={t('print.format')}
            value={PAGES.includes(preset) ? 'pdf' : format}
            onChange={setFormat}
            options={formats.map((one) => ({ value: one, label: one.toUpperCase() }))}
          />
        </div>
        {SEALED.includes(preset) && <p className="quiet">{t('prints.sealed')}</p>}
        <Radio.Group
          value={by}
          onChange={({ target }) => setBy(target.value === 'numbers' ? 'numbers' : 'state')}
          options={[
            { value: 'state', label: t('prints.by_state') },
            { value: 'numbers', label: t('prints.by_numbers') },
          ]}
        />
        {by === 'state' ? (
          <Select<(typeof STATES)[number]>
            aria-label={t('prints.by_state')}
            value={state}
            onChange={setState}
            options={STATES.map((one) => ({ value: one, label: t(`state.${one}`) }))}
          />
        ) : (
          <Input.TextArea
            aria-label={t('prints.numbers')}
            placeholder={t('prints.numbers')}
            rows={4}
            value={numbers}
            onChange={({ target }) => setNumbers(target.value)}
          />
        )}
        {said && <Alert type="error" showIcon role="alert" title={said} />}
        <div>
          <Button type="primary" loading={busy} onClick={begin}>
            {t('prints.start')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
