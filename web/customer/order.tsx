import { moment, money } from '../format.js';
import type { CustomerPage } from './ask.js';
import { Card } from './frame.js';
import { useSpeech } from './speech.js';

type Order = NonNullable<CustomerPage['order']>;

/** What was bought, what it costs, and what happened since. */
export function Order({ order }: { order: Order }) {
  const { t, language } = useSpeech();
  const { orderNo, orderedAt, lines, currency, amountMinor, owedMinor, story } = order;
  return (
    <>
      <Card title={t('order.items')}>
        <dl>
          <dt>{t('order.number')}</dt>
          <dd className="code">{orderNo}</dd>
          <dt>{t('order.date')}</dt>
          <dd>{moment(orderedAt, language)}</dd>
        </dl>
        <ul className="lines">
          {lines.map(({ name, quantity, amountMinor: lineMinor }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and never move
            <li key={index}>
              <span>
                {name} <small>{t('order.quantity', { count: quantity })}</small>
              </span>
              <span className="sum">{money(lineMinor, currency)}</span>
            </li>
          ))}
          <li className="total">
            <span>{t('order.total')}</span>
            <span className="sum">{money(amountMinor, currency)}</span>
          </li>
          {owedMinor > 0 && (
            <li className="total">
              <span>{t('order.owed')}</span>
              <span className="sum">{money(owedMinor, currency)}</span>
            </li>
          )}
        </ul>
      </Card>
      <Card title={t('order.story')}>
        <ol className="story">
          <li>
            <time dateTime={orderedAt}>{moment(orderedAt, language)}</time> {t('order.ordered')}
          </li>
          {story.map(({ what, at, amountMinor: paidMinor }) => (
            <li key={`${what}${at}`}>
              <time dateTime={at}>{moment(at, language)}</time> {t(`event.${what}`)}{' '}
              {paidMinor !== undefined && money(paidMinor, currency)}
            </li>
          ))}
        </ol>
      </Card>
    </>
  );
}
