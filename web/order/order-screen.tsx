import { useParams } from '@tanstack/react-router';
import { Skeleton, Tag } from 'antd';
import { lazy, Suspense } from 'react';
import { AmendPanel } from '../amend/amend-panel.js';
import { Acts } from '../board/acts.js';
import type { Answer } from '../client.js';
import { useLive } from '../live.js';
import { useMay } from '../me.js';
import { AsOf } from '../parts/as-of.js';
import { Money } from '../parts/money.js';
import { Fields, Panel } from '../parts/panel.js';
import { StateChip } from '../parts/state-chip.js';
import { Trouble } from '../parts/trouble.js';
import { useWaits } from '../parts/waits.js';
import { Age, Due, When } from '../parts/when.js';
import { useWords } from '../words.js';
import { Actions } from './actions.js';
import { CodePanel } from './code-panel.js';
import { Comments } from './comments.js';
import { ContactPanel } from './contact-panel.js';
import { Files } from './files.js';
import { Lines } from './lines.js';
import { Records } from './records.js';
import { Story } from './story.js';
import { VerificationPanel } from './verification-panel.js';

const Parcels = lazy(async () => ({ default: (await import('../goods/parcels.js')).Parcels }));

/** The one place for everything about an order. */
export function OrderScreen() {
  const { orderNo } = useParams({ from: '/orders/$orderNo' });
  const steers = useMay('order.steer');
  const order = useLive('showOrder', { params: { orderNo } });
  const story = useLive('showTimeline', { params: { orderNo } });
  if (order.error && !order.data) return <Trouble error={order.error} again={order.again} />;
  if (!order.data) return order.slow ? <Skeleton active paragraph={{ rows: 10 }} /> : null;
  const items = story.data?.items ?? [];
  return (
    <>
      <Head order={order.data} />
      <AsOf ms={order.asOfMs} stale={order.error !== null} />
      <Actions order={order.data} />
      {steers && <Acts orders={[order.data]} done={() => undefined} />}
      <div className="panes panes-order">
        <div>
          <Story orderNo={orderNo} items={items} />
          <Comments orderNo={orderNo} items={items} />
          <Files orderNo={orderNo} items={items} />
          <Records items={items} />
          <ContactPanel orderNo={orderNo} />
        </div>
        <div>
          <CodePanel orderNo={orderNo} code={order.data.code} />
          <Lines order={order.data} />
          <AmendPanel order={order.data} />
          <Suspense>
            <Parcels orderNo={orderNo} />
          </Suspense>
          <VerificationPanel orderNo={orderNo} />
          <Facts order={order.data} />
        </div>
      </div>
    </>
  );
}

function Head({ order }: { order: Answer<'showOrder'> }) {
  const { t } = useWords();
  const waits = useWaits();
  return (
    <header className="order-head">
      <div className="head">
        <h1 className="mono">{order.orderNo}</h1>
        <StateChip state={order.state} />
        {order.watched && <Tag color="gold">{t('order.watched')}</Tag>}
        <b>
          <Money minor={order.amountMinor} currency={order.currency} />
        </b>
      </div>
      <p className="decision">{waits(order.state, order.waitingFor)}</p>
    </header>
  );
}

function Facts({ order }: { order: Answer<'showOrder'> }) {
  const { t, word } = useWords();
  const { customer } = order;
  return (
    <Panel title={t('order.facts')}>
      <Fields
        rows={[
          [t('order.ordered_at'), <When key="ordered" at={order.orderedAt} />],
          [t('list.kind'), word('kind', order.kind)],
          [t('order.settlement'), word('settlement', order.settlement)],
          [t('order.owner'), word('department', order.ownerDepartment)],
          [t('order.since'), <Age key="since" since={order.stateSince} />],
          [t('list.due'), <Due key="due" at={order.dueAt} />],
          [
            t('order.customer'),
            customer
              ? [customer.name, customer.phoneMasked, customer.emailMasked].filter(Boolean).join(' · ')
              : t('order.customer_hidden'),
          ],
        ]}
      />
    </Panel>
  );
}
