import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense, useRef, useState } from 'react';
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
import type { Purpose } from './purposes.js';

type Order = Answer<'showOrder'>;

const Handle = lazy(async () => ({ default: (await import('../goods/handle.js')).Handle }));
const HandleDialog = lazy(async () => ({
  default: (await import('../goods/handle-dialog.js')).HandleDialog,
}));

interface Props {
  orderNo: string;
  purpose: Purpose;
  face?: AnyFace;
}

/** The next step as one big button; who scanned to handle goods has them at once. */
export function Next({ orderNo, purpose, face }: Props) {
  const { rights } = useMe();
  const params = { orderNo };
  const order = useLive('showOrder', { params }).data;
  const actions = useLive('listActions', { params }).data;
  const shown = useLive('showFace', { params, query: { purpose } }).data?.face ?? face;
  const wasHandling = useRef(false);
  if (!order || !actions) return null;
  const step = nextStep(order, actions.items, { rights, ...(shown && { face: shown }) });
  // While a shipment is being verified there is no work for a moment; what was begun stays on the screen.
  const handling = step.kind === 'handle' || (wasHandling.current && order.state === 'verifying');
  wasHandling.current = handling;
  if (purpose !== 'handle' || !handling) return <Big order={order} step={step} />;
  return (
    <Suspense>
      <Handle orderNo={orderNo} />
    </Suspense>
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
        <Suspense>
          <HandleDialog orderNo={order.orderNo} close={done} />
        </Suspense>
      )}
      {asked !== 'refuse' && asked?.kind === 'record' && (
        <RecordAsk order={order} fact={asked.fact} amount={asked.amount} done={done} />
      )}
    </div>
  );
}

/** Where the next step is done, when it is not done here. */
function useOpen(order: Order, step: Step): () => void {
  const go = useNavigate();
  return () => {
    if (step.kind === 'review') void go({ to: '/reviews' });
    else void go({ to: '/orders/$orderNo', params: { orderNo: order.orderNo } });
  };
}
