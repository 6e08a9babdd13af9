import { Link } from '@tanstack/react-router';
import { Alert, Button, Empty, Skeleton, Tag } from 'antd';
import { money } from '../format.js';
import { type Item, useDeed, useLiveList } from '../live.js';
import { useAttempt } from '../parts/attempt.js';
import { Panel } from '../parts/panel.js';
import { Trouble } from '../parts/trouble.js';
import { useWords } from '../words.js';
import './books-words.js';

type Difference = Item<'listDifferences'>;

/** How bills and our books differ, as long as nobody has settled it. */
export function Differences() {
  const { t } = useWords();
  const list = useLiveList('listDifferences');
  const settle = useDeed('settleDifference');
  const { said, busy, run } = useAttempt();
  const mark = ({ differenceId }: Difference) =>
    void run(() => settle.mutateAsync({ params: { differenceId }, body: { how: 'settled' } }));
  return (
    <Panel title={t('books.differences')}>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
      {list.error && !list.data && <Trouble error={list.error} again={list.again} />}
      {!list.data && list.slow && <Skeleton active />}
      {list.data?.length === 0 && <Empty description={t('books.differences_empty')} />}
      <ul className="rows" aria-label={t('books.differences')}>
        {list.data?.map((one) => (
          <li key={one.differenceId}>
            <OneDifference one={one} busy={busy} mark={() => mark(one)} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function OneDifference({ one, busy, mark }: { one: Difference; busy: boolean; mark: () => void }) {
  const { t } = useWords();
  const { orderNo, currency, oursMinor, theirsMinor } = one;
  const amounts = [
    ...(oursMinor === null ? [] : [t('books.ours', { amount: money(oursMinor, currency) })]),
    ...(theirsMinor === null ? [] : [t('books.theirs', { amount: money(theirsMinor, currency) })]),
  ];
  return (
    <div className="books-row">
      <span>
        <Tag color="red">{t(`books.what.${one.what}`)}</Tag>
        {t(`books.provider.${one.provider}`)} · {t(`books.movement.${one.movement}`)} · {one.day}
        <br />
        {orderNo === null ? (
          <span className="quiet">{t('books.no_order')}</span>
        ) : (
          <Link to="/orders/$orderNo" params={{ orderNo }} className="mono">
            {orderNo}
          </Link>
        )}{' '}
        <span className="number">{amounts.join(' · ')}</span>{' '}
        <span className="mono quiet">{one.tradeNo}</span>
      </span>
      <Button disabled={busy} aria-label={t('books.settle_one', { what: one.tradeNo })} onClick={mark}>
        {t('books.settle')}
      </Button>
    </div>
  );
}
