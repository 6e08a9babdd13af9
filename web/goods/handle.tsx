import { PrinterOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useLive } from '../live.js';
import { useMay } from '../me.js';
import '../scan/face-words.js';
import { isOurs } from '../scan/seen.js';
import { useWords } from '../words.js';
import './goods.css';
import { LineList } from './line-list.js';
import { ParcelFields } from './parcel-fields.js';
import { allOf, type Goods, HANDLINGS, type Handling, isTrackingNo, sumOf } from './pieces.js';
import { ProofField } from './proof-field.js';
import { useTaking } from './taking.js';
import { type Doing, useHandling } from './use-handling.js';

const PrintDialog = lazy(async () => ({
  default: (await import('../print/print-dialog.js')).PrintDialog,
}));

/** Pick, pack, ship and deliver by lines and pieces: what is next as one big button (P3.2.4). */
export function Handle({ orderNo }: { orderNo: string }) {
  const face = useLive('showFace', { params: { orderNo }, query: { purpose: 'handle' } }).data?.face;
  return face?.kind === 'logistics' ? <Panel orderNo={orderNo} goods={face} /> : null;
}

function Panel({ orderNo, goods }: { orderNo: string; goods: Goods }) {
  const { t } = useWords();
  const doing = useHandling(orderNo, goods);
  const { handling, counts, parcel, photo } = doing;
  useTaking((text) => {
    if (isOurs(text)) return false;
    if (doing.mark(text)) return true;
    if (handling !== 'ship' || !isTrackingNo(text)) return false;
    doing.setParcel({ carrier: parcel.carrier ?? 'other', trackingNo: text.trim() });
    return true;
  });
  return (
    <section aria-label={t('goods.title')} className="face goods">
      <Segmented<Handling>
        block
        size="large"
        aria-label={t('goods.step')}
        value={handling}
        onChange={doing.choose}
        options={HANDLINGS.map((value) => ({ value, label: t(`goods.${value}`) }))}
      />
      <LineList
        lines={goods.lines}
        lineCount={goods.lineCount}
        handling={handling}
        counts={counts}
        change={doing.count}
      />
      {handling === 'ship' && <ParcelFields parcel={parcel} change={doing.setParcel} />}
      {handling === 'deliver' && <ProofField photo={photo} change={doing.setPhoto} />}
      <Go goods={goods} doing={doing} />
      <p className="quiet">{t('goods.scan_hint')}</p>
      <Label orderNo={orderNo} />
    </section>
  );
}

function Go({ goods, doing: { handling, counts, busy, send } }: { goods: Goods; doing: Doing }) {
  const { t } = useWords();
  const some = sumOf(counts);
  const count = some || allOf(goods, handling);
  return (
    <>
      <Button
        type="primary"
        size="large"
        block
        className="big"
        loading={busy}
        disabled={count === 0}
        onClick={send}
      >
        {t(`goods.${some > 0 ? 'some' : 'all'}_${handling}`, { count })}
      </Button>
      {count === 0 && <p className="quiet">{t('goods.none_left')}</p>}
    </>
  );
}

function Label({ orderNo }: { orderNo: string }) {
  const { t } = useWords();
  const may = useMay('code.print');
  const [open, setOpen] = useState(false);
  if (!may) return null;
  return (
    <>
      <Button size="large" icon={<PrinterOutlined />} onClick={() => setOpen(true)}>
        {t('goods.label')}
      </Button>
      {open && (
        <Suspense>
          <PrintDialog orderNo={orderNo} close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
