import { Checkbox, Tooltip } from 'antd';
import type { Item } from '../live.js';
import { useMe } from '../me.js';
import type { Column } from '../parts/list.js';
import { Money } from '../parts/money.js';
import { Due, useSpan } from '../parts/when.js';
import { useWords } from '../words.js';
import { RiskChip } from './risk.js';

export type QueuedReview = Item<'listReviews'>;

interface Choosing {
  chosen: readonly string[];
  turn(id: string): void;
}

/** What a row of the queue tells; with a box to tick while several are approved at once. */
export function useColumns(choosing: Choosing | undefined): Column<QueuedReview>[] {
  const { t, word } = useWords();
  const spell = useSpan();
  const tick: Column<QueuedReview>[] = choosing
    ? [{ key: 'tick', title: '', width: 44, cell: (review) => <Tick review={review} {...choosing} /> }]
    : [];
  return [
    ...tick,
    { key: 'risk', title: t('reviews.risk'), width: 220, cell: (review) => <Risk review={review} /> },
    {
      key: 'no',
      title: t('list.order_no'),
      width: 150,
      cell: (review) => <b className="mono">{review.orderNo}</b>,
    },
    { key: 'customer', title: t('order.customer'), width: 90, cell: (review) => review.customer ?? '***' },
    {
      key: 'amount',
      title: t('list.amount'),
      width: 150,
      right: true,
      cell: (review) => <Money minor={review.amountMinor} currency={review.currency} />,
    },
    {
      key: 'waits',
      title: t('reviews.waits_for'),
      width: 120,
      cell: (review) =>
        review.status === 'open' ? word('waiting', review.waitingFor) : word('reviewStatus', review.status),
    },
    {
      key: 'age',
      title: t('reviews.age_short'),
      width: 110,
      cell: (review) => spell(review.ageMinutes * 60_000),
    },
    {
      key: 'due',
      title: t('list.due'),
      width: 140,
      cell: (review) => (review.pausedAt ? t('reviews.paused') : <Due at={review.dueAt} />),
    },
    {
      key: 'custodian',
      title: t('reviews.custodian'),
      width: 100,
      cell: ({ custodian }) => {
        if (!custodian) return <span className="quiet">–</span>;
        return custodian.kind === 'department'
          ? word('department', custodian.name)
          : word('to', custodian.kind);
      },
    },
    { key: 'claim', title: t('reviews.claimed_by'), width: 200, cell: (review) => <Claim review={review} /> },
  ];
}

function Tick({ review: { id, orderNo, status }, chosen, turn }: Choosing & { review: QueuedReview }) {
  return (
    <Checkbox
      aria-label={orderNo}
      checked={chosen.includes(id)}
      disabled={status !== 'open'}
      onClick={(event) => event.stopPropagation()}
      onChange={() => turn(id)}
    />
  );
}

function Risk({ review }: { review: QueuedReview }) {
  const { word } = useWords();
  const reasons = review.reasons.map(({ id }) => word('risk', id)).join(' · ');
  return (
    <Tooltip title={reasons}>
      <span>
        <RiskChip level={review.level} /> {reasons}
      </span>
    </Tooltip>
  );
}

/** Who holds it and for how long, or who reads it. */
function Claim({ review }: { review: QueuedReview }) {
  const { t } = useWords();
  const { id } = useMe();
  const spell = useSpan();
  const leftMs = review.claimExpiresAt === null ? 0 : Date.parse(review.claimExpiresAt) - Date.now();
  if (review.claimedBy !== null && leftMs > 0)
    return (
      <>
        {review.claimedBy === id
          ? t('reviews.mine', { span: spell(leftMs) })
          : t('reviews.theirs', { who: review.claimedByName ?? review.claimedBy, span: spell(leftMs) })}
      </>
    );
  const readers = review.readers.filter((one) => one.id !== id);
  if (readers.length > 0)
    return (
      <span className="quiet">
        {t('reviews.being_read', { who: readers.map(({ name }) => name).join(' ') })}
      </span>
    );
  return <span className="quiet">{t('reviews.unclaimed')}</span>;
}
