import type { Answer } from '../client.js';
import { moment, money } from '../format.js';
import { type Live, useLive } from '../live.js';
import { CodePanel } from '../order/code-panel.js';
import { Comments } from '../order/comments.js';
import { Files } from '../order/files.js';
import { Lines } from '../order/lines.js';
import { useNames } from '../order/names.js';
import { Records } from '../order/records.js';
import { Fields, Panel } from '../parts/panel.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import { CodeCheck } from './code-check.js';
import type { Review } from './hindrance.js';

/** The order against its code, and everything that happened on the way. */
export function EvidencePane({ review, check }: { review: Review; check: Live<Answer<'checkReview'>> }) {
  const { t } = useWords();
  const params = { orderNo: review.orderNo };
  const order = useLive('showOrder', { params });
  const story = useLive('showTimeline', { params });
  const items = story.data?.items ?? [];
  const of = (...types: string[]) => review.facts.filter(({ type }) => types.includes(type));
  return (
    <div>
      {order.data && <OrderFacts order={order.data} />}
      {check.data && <CodeCheck code={check.data.code} />}
      {order.data && <CodePanel orderNo={review.orderNo} code={order.data.code} />}
      {order.data && <Lines order={order.data} />}
      <Facts
        title={t('review.payments')}
        orderNo={review.orderNo}
        facts={of('payment_received', 'payment_refunded', 'payment_mismatch')}
      />
      <Facts
        title={t('review.shipments')}
        orderNo={review.orderNo}
        facts={of('picked', 'packed', 'shipped', 'delivered', 'service_completed', 'customer_confirmed')}
      />
      <Facts title={t('review.scans')} orderNo={review.orderNo} facts={of('scanned')} />
      <Records items={items} />
      <Comments orderNo={review.orderNo} items={items} />
      <Files orderNo={review.orderNo} items={items} />
    </div>
  );
}

function OrderFacts({ order }: { order: Answer<'showOrder'> }) {
  const { t, word, language } = useWords();
  const { customer } = order;
  return (
    <Panel title={t('order.facts')}>
      <Fields
        rows={[
          [
            t('list.order_no'),
            <span key="no" className="mono">
              {order.orderNo}
            </span>,
          ],
          [t('order.customer'), customer ? customer.name : t('order.customer_hidden')],
          [t('list.amount'), money(order.amountMinor, order.currency)],
          [t('order.ordered_at'), moment(order.orderedAt, language)],
          [t('list.kind'), word('kind', order.kind)],
          [t('order.settlement'), word('settlement', order.settlement)],
        ]}
      />
    </Panel>
  );
}

interface FactsProps {
  title: string;
  orderNo: string;
  facts: Review['facts'];
}

function Facts({ title, orderNo, facts }: FactsProps) {
  const { t, word } = useWords();
  const nameOf = useNames(orderNo);
  return (
    <Panel title={title}>
      {facts.length === 0 && <p className="quiet">{t('order.none')}</p>}
      <ul className="records">
        {facts.map((fact) => (
          <li key={fact.number}>
            <span>
              #{fact.number} {word('fact', fact.type)} {amountOf(fact.detail)}
              {typeof fact.detail.verdict === 'string' && word('codeVerdict', fact.detail.verdict)}
            </span>
            <span className="quiet">
              {fact.actor.kind === 'person' ? nameOf(fact.actor.id) : word('actor', fact.actor.kind)}{' '}
              <When at={fact.happenedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function amountOf({ amountMinor, currency }: Record<string, unknown>): string {
  return typeof amountMinor === 'number' && typeof currency === 'string' ? money(amountMinor, currency) : '';
}
