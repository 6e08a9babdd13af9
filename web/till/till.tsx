import { Button } from 'antd';
import { useState } from 'react';
import { money } from '../format.js';
import { useLive } from '../live.js';
import { useMay } from '../me.js';
import '../scan/face-words.js';
import { useWords } from '../words.js';
import { ByCash } from './by-cash.js';
import { ByProvider } from './by-provider.js';
import type { Result } from './result.js';
import './till.css';
import { type Told, useTold } from './use-told.js';

/** On site: what is due, the ways to pay it, a confirmation; the result on the same screen at once (P4.1.2). */
export function Till({ orderNo, currency }: { orderNo: string; currency: string }) {
  const { t } = useWords();
  const shown = useLive('showFace', { params: { orderNo }, query: { purpose: 'till' } }).data;
  const mayCash = useMay('payment.record');
  const mayAsk = useMay('payment.request');
  const mayConfirm = useMay('confirmation.record');
  const [result, setResult] = useState<Result>();
  const told = useTold(orderNo, setResult);
  if (!shown || shown.face.kind === 'other') return null;
  const openMinor = shown.face.dueMinor - shown.face.paidMinor;
  const of = { currency, openMinor };
  return (
    <section aria-label={t('till.title')} className="face till">
      {result && (
        <p role="status" className={`till-result ${result.applied ? 'good' : 'till-wait'}`}>
          {result.sentence}
          {!result.applied && ` ${t('till.not_applied')}`}
        </p>
      )}
      <p className="till-open">
        {openMinor > 0
          ? t('till.due', { amount: money(openMinor, currency) })
          : t(openMinor < 0 ? 'till.over' : 'till.settled', { amount: money(-openMinor, currency) })}
      </p>
      {mayAsk && <ByProvider {...of} orderNo={orderNo} done={setResult} />}
      {openMinor > 0 && mayCash && <ByCash key={openMinor} {...of} told={told} />}
      {mayConfirm && <Confirm told={told} />}
    </section>
  );
}

function Confirm({ told: { state, busy } }: { told: Told }) {
  const { t } = useWords();
  return (
    <Button
      size="large"
      block
      loading={busy}
      onClick={() => state({ type: 'customer_confirmed' }, t('till.confirmed'))}
    >
      {t('till.confirm')}
    </Button>
  );
}
