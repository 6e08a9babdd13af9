import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { Answer } from '../client.js';
import { useLive } from '../live.js';
import { useMay, useMe } from '../me.js';
import { useWords } from '../words.js';
import { ActionAsk } from './action-ask.js';
import { RecordAsk } from './record-ask.js';
import { recordsOf } from './records-of.js';
import { useAction } from './use-action.js';

const HandleDialog = lazy(async () => ({
  default: (await import('../goods/handle-dialog.js')).HandleDialog,
}));

type Order = Answer<'showOrder'>;
type ActionItem = Answer<'listActions'>['items'][number];

/** Nothing to ask, so nothing is asked. */
const DIRECT: readonly ActionItem['action'][] = ['accept_transfer', 'request_code'];

/** What may be done with the order now. What may not stays visible, with its reason. */
export function Actions({ order }: { order: Order }) {
  const { t } = useWords();
  const [asked, setAsked] = useState<ActionItem['action'] | 'record' | 'handle'>();
  const actions = useLive('listActions', { params: { orderNo: order.orderNo } });
  const items = actions.data?.items ?? [];
  const able = items.filter((item) => item.allowed);
  const unable = items.filter((item) => !item.allowed);
  const foreign = unable.filter(({ because }) => because === 'right');
  const records = recordsOf(useMe().rights).length > 0;
  const handles = useMay('shipment.record') && order.lines.some(({ kind }) => kind === 'goods');
  const done = () => setAsked(undefined);
  return (
    <section className="actions" aria-label={t('order.actions')}>
      <div className="buttons">
        {able.map((item) => (
          <Able key={item.action} item={item} order={order} ask={() => setAsked(item.action)} />
        ))}
        {handles && <Button onClick={() => setAsked('handle')}>{t('order.goods')}</Button>}
        {records && <Button onClick={() => setAsked('record')}>{t('record.title')}</Button>}
      </div>
      <Unables items={unable.filter(({ because }) => because !== 'right')} state={order.state} />
      {foreign.length > 0 && (
        <details>
          <summary>{t('order.not_yours', { count: foreign.length })}</summary>
          <Unables items={foreign} state={order.state} />
        </details>
      )}
      {asked === 'record' && <RecordAsk order={order} done={done} />}
      {asked === 'handle' && (
        <Suspense>
          <HandleDialog orderNo={order.orderNo} close={done} />
        </Suspense>
      )}
      {asked && asked !== 'record' && asked !== 'handle' && (
        <ActionAsk action={asked} order={order} done={done} />
      )}
    </section>
  );
}

function Able({ item: { action }, order, ask }: { item: ActionItem; order: Order; ask: () => void }) {
  const { t } = useWords();
  const { send, busy } = useAction(action, order, () => undefined);
  const direct = DIRECT.includes(action);
  return (
    <Button
      danger={action === 'cancel_order' || action === 'void_code'}
      type={direct ? 'primary' : 'default'}
      loading={busy}
      onClick={() => (direct ? send({}) : ask())}
    >
      {t(action === 'watch' && order.watched ? 'action.unwatch' : `action.${action}`)}
    </Button>
  );
}

/** What cannot be done now, together where the reason is the same. */
function Unables({ items, state }: { items: ActionItem[]; state: Order['state'] }) {
  const { t, word } = useWords();
  const why = ({ because, receiver }: ActionItem): string =>
    because === null
      ? ''
      : t(`because.${because}`, {
          state: t(`state.${state}`),
          receiver: receiver === null ? '' : word('department', receiver),
        });
  const reasons = [...new Set(items.map(why))];
  if (items.length === 0) return null;
  return (
    <ul className="unable">
      {reasons.map((reason) => (
        <li key={reason}>
          {items
            .filter((item) => why(item) === reason)
            .map(({ action }) => (
              <Button key={action} disabled size="small">
                {t(`action.${action}`)}
              </Button>
            ))}
          <span className="quiet">{reason}</span>
        </li>
      ))}
    </ul>
  );
}
