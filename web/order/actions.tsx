import { Button } from 'antd';
import { useState } from 'react';
import type { Answer } from '../client.js';
import { useLive } from '../live.js';
import { useWords } from '../words.js';
import { ActionAsk } from './action-ask.js';

type Order = Answer<'showOrder'>;
type ActionItem = Answer<'listActions'>['items'][number];

/** What may be done with the order now. What may not stays visible, with its reason. */
export function Actions({ order }: { order: Order }) {
  const { t } = useWords();
  const [asked, setAsked] = useState<ActionItem['action']>();
  const actions = useLive('listActions', { params: { orderNo: order.orderNo } });
  const items = actions.data?.items ?? [];
  const able = items.filter((item) => item.allowed);
  const unable = items.filter((item) => !item.allowed);
  const foreign = unable.filter(({ because }) => because === 'right');
  return (
    <section className="actions" aria-label={t('order.actions')}>
      <div className="buttons">
        {able.map((item) => (
          <Button
            key={item.action}
            danger={item.action === 'cancel_order' || item.action === 'void_code'}
            type={item.action === 'accept_transfer' || item.action === 'request_code' ? 'primary' : 'default'}
            onClick={() => setAsked(item.action)}
          >
            {t(item.action === 'watch' && order.watched ? 'action.unwatch' : `action.${item.action}`)}
          </Button>
        ))}
      </div>
      <Unables items={unable.filter(({ because }) => because !== 'right')} state={order.state} />
      {foreign.length > 0 && (
        <details>
          <summary>{t('order.not_yours', { count: foreign.length })}</summary>
          <Unables items={foreign} state={order.state} />
        </details>
      )}
      {asked && <ActionAsk action={asked} order={order} done={() => setAsked(undefined)} />}
    </section>
  );
}

function Unables({ items, state }: { items: ActionItem[]; state: Order['state'] }) {
  if (items.length === 0) return null;
  return (
    <ul className="unable">
      {items.map((item) => (
        <Unable key={item.action} item={item} state={state} />
      ))}
    </ul>
  );
}

function Unable({ item, state }: { item: ActionItem; state: Order['state'] }) {
  const { t, word } = useWords();
  const { because, receiver } = item;
  if (because === null) return null;
  const why = t(`because.${because}`, {
    state: t(`state.${state}`),
    receiver: receiver === null ? '' : word('department', receiver),
  });
  return (
    <li>
      <Button disabled size="small">
        {t(`action.${item.action}`)}
      </Button>
      <span className="quiet">{why}</span>
    </li>
  );
}
