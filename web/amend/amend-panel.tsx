import { Alert, Button } from 'antd';
import { useState } from 'react';
import type { Answer } from '../client.js';
import { useDeed, useLive } from '../live.js';
import { useMay, useMe } from '../me.js';
import { useAttempt } from '../parts/attempt.js';
import { Money } from '../parts/money.js';
import { Fields, Panel } from '../parts/panel.js';
import { useWords } from '../words.js';
import './amend-words.js';
import { ProposeAsk } from './propose-ask.js';

type Order = Answer<'showOrder'>;
type Amendment = NonNullable<Answer<'showAmendment'>['amendment']>;

/** Facts of the order that two people change together; the code then follows. */
export function AmendPanel({ order }: { order: Order }) {
  const { t } = useWords();
  const may = useMay('order.amend');
  const [asking, setAsking] = useState(false);
  const amendment = useLive('showAmendment', { params: { orderNo: order.orderNo } }).data?.amendment ?? null;
  if (!may && amendment === null) return null;
  const status = amendment?.status;
  const waits = status === 'proposed';
  return (
    <Panel title={t('amend.title')} className="amend">
      {amendment !== null && waits && <Waiting order={order} amendment={amendment} />}
      {status !== undefined && status !== 'proposed' && (
        <p role="status">{t(`amend.was_${status}`, { who: amendment?.decidedBy ?? '' })}</p>
      )}
      {may && !waits && <Button onClick={() => setAsking(true)}>{t('amend.start')}</Button>}
      {asking && <ProposeAsk order={order} done={() => setAsking(false)} />}
    </Panel>
  );
}

const ANSWERS = ['applied', 'refused'] as const;

function Waiting({ order, amendment }: { order: Order; amendment: Amendment }) {
  const { t } = useWords();
  const { id } = useMe();
  const may = useMay('amendment.answer');
  const settle = useDeed('settleAmendment');
  const { said, busy, run } = useAttempt();
  const answer = (chosen: (typeof ANSWERS)[number]) =>
    void run(() =>
      settle.mutateAsync({
        params: { orderNo: order.orderNo },
        body: { amendmentId: amendment.id, answer: chosen },
      }),
    );
  const why = may ? (amendment.proposedBy === id ? t('amend.own') : undefined) : t('amend.second');
  return (
    <>
      <p>{t('amend.waits', { who: amendment.proposedBy })}</p>
      <Changed order={order} amendment={amendment} />
      <p>{t(amendment.reissues ? 'amend.reissues' : 'amend.how_not')}</p>
      <div className="buttons">
        {ANSWERS.map((chosen) => (
          <Button
            key={chosen}
            type={chosen === 'applied' ? 'primary' : 'default'}
            disabled={why !== undefined || busy}
            onClick={() => answer(chosen)}
          >
            {t(`amend.${chosen}`)}
          </Button>
        ))}
        {why !== undefined && <span className="quiet">{why}</span>}
      </div>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
    </>
  );
}

/** Old beside new. */
function Changed({ order, amendment: { changes, lines } }: { order: Order; amendment: Amendment }) {
  const { t, word } = useWords();
  const { currency } = order;
  const totalMinor = (lines ?? []).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return (
    <>
      <Fields
        rows={changes.map(({ field, before, after }) => [
          word('amend', field),
          <span key={field}>
            <del className="quiet">{before ?? t('order.none')}</del> → <b>{after ?? t('order.none')}</b>
          </span>,
        ])}
      />
      {lines !== null && (
        <>
          <ul className="rows" aria-label={t('amend.lines')}>
            {lines.map((line) => (
              <li key={line.lineNo}>
                <span>
                  {line.name} × {line.quantity} <span className="quiet mono">{line.sku}</span>
                </span>
                <Money minor={line.amountMinor} currency={currency} />
              </li>
            ))}
          </ul>
          <p>
            {t('amend.total')}{' '}
            <del className="quiet">
              <Money minor={order.amountMinor} currency={currency} />
            </del>{' '}
            →{' '}
            <b>
              <Money minor={totalMinor} currency={currency} />
            </b>
          </p>
        </>
      )}
    </>
  );
}
