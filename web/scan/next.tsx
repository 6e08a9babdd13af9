import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import type { Answer } from '../client.js';
import { useLive } from '../live.js';
import { useMe } from '../me.js';
import { ActionAsk } from '../order/action-ask.js';
import { OfferAsk } from '../order/offer-ask.js';
import { RecordAsk } from '../order/record-ask.js';
import { useAction } from '../order/use-action.js';
import { useWords } from '../words.js';
import type { AnyFace } from './face-parts.js';
import { nextStep, type Step } from './next-step.js';

type Order = Answer<'showOrder'>;

/** The next step as one big button. */
export function Next({ orderNo, face }: { orderNo: string; face?: AnyFace }) {
  const { rights } = useMe();
  const params = { orderNo };
  const order = useLive('showOrder', { params }).data;
  const actions = useLive('listActions', { params }).data;
  const shown = useLive('showFace', { params }).data?.face ?? face;
  if (!order || !actions) return null;
  return (
    <Big order={order} step={nextStep(order, actions.items, { rights, ...(shown && { face: shown }) })} />
  );
}

function Big({ order, step }: { order: Order; step: Step }) {
  const { t, word } = useWords();
  const { send, busy } = useAction('accept_transfer', order, () => undefined);
  const open = useOpen(order, step);
  const [asked, setAsked] = useState<Step | 'refuse'>();
  const done = () => setAsked(undefined);
  const name =
    step.kind === 'record'
      ? t('scan.next_record', { what: word('fact', step.fact) })
      : step.kind === 'handle'
        ? t(`goods.next_${step.handling}`)
        : t(`scan.next_${step.kind}`);
  const press = () => {
    if (step.kind === 'accept') return send({});
    if (step.kind === 'offer' || step.kind === 'record' || step.kind === 'handle') return setAsked(step);
    open();
  };
  return (
    <div className="scan-next">
      <Button type="primary" size="large" block className="big" loading={busy} onClick={press}>
        {name}
      </Button>
      {step.kind === 'accept' && (
        <Button size="large" block danger onClick={() => setAsked('refuse')}>
          {t('action.refuse_transfer')}
        </Button>
      )}
      {asked === 'refuse' && <ActionAsk action="refuse_transfer" order={order} done={done} />}
      {asked !== 'refuse' && asked?.kind === 'offer' && <OfferAsk orderNo={order.orderNo} cancel={done} />}
      {asked !== 'refuse' && asked?.kind === 'handle' && (
        <RecordAsk order={order} fact={HANDLED[asked.handling]} done={done} />
      )}
      {asked !== 'refuse' && asked?.kind === 'record' && (
        <RecordAsk order={order} fact={asked.fact} amount={asked.amount} done={done} />
      )}
    </div>
  );
}

const HANDLED = { pick: 'picked', pack: 'packed', ship: 'shipped', deliver: 'delivered' } as const;

/** Where the next step is done, when it is not done here. */
function useOpen(order: Order, step: Step): () => void {
  const go = useNavigate();
  return () => {
    if (step.kind === 'review') void go({ to: '/reviews' });
    else void go({ to: '/orders/$orderNo', params: { orderNo: order.orderNo } });
  };
}
