import { useNavigate } from '@tanstack/react-router';
import { type Item, useLiveList } from '../live.js';
import { useMe } from '../me.js';
import { type Column, List } from '../parts/list.js';
import { Money } from '../parts/money.js';
import { Age, Due, useSpan } from '../parts/when.js';
import { useWords } from '../words.js';

type Review = Item<'listReviews'>;

export function ReviewsScreen() {
  const { t } = useWords();
  const go = useNavigate();
  const list = useLiveList('listReviews');
  return (
    <>
      <h1>{t('reviews.title')}</h1>
      <List
        label={t('reviews.title')}
        list={list}
        columns={useColumns()}
        idOf={(review) => review.id}
        open={({ id }) => void go({ to: '/reviews/$reviewId', params: { reviewId: id } })}
        empty={t('reviews.empty')}
      />
    </>
  );
}

function useColumns(): Column<Review>[] {
  const { t } = useWords();
  return [
    {
      key: 'no',
      title: t('list.order_no'),
      width: 160,
      cell: (review) => <b className="mono">{review.orderNo}</b>,
    },
    {
      key: 'amount',
      title: t('list.amount'),
      width: 160,
      right: true,
      cell: (review) => <Money minor={review.amountMinor} currency={review.currency} />,
    },
    {
      key: 'reviewers',
      title: t('reviews.reviewers'),
      width: 110,
      right: true,
      cell: (review) => review.reviewersNeeded,
    },
    { key: 'age', title: t('reviews.opened'), width: 130, cell: (review) => <Age since={review.openedAt} /> },
    { key: 'due', title: t('list.due'), width: 150, cell: (review) => <Due at={review.dueAt} /> },
    { key: 'claim', title: t('reviews.claimed_by'), width: 200, cell: (review) => <Claim review={review} /> },
  ];
}

function Claim({ review }: { review: Review }) {
  const { t } = useWords();
  const { id } = useMe();
  const spell = useSpan();
  const leftMs = review.claimExpiresAt === null ? 0 : Date.parse(review.claimExpiresAt) - Date.now();
  if (review.claimedBy === null || leftMs <= 0)
    return <span className="quiet">{t('reviews.unclaimed')}</span>;
  return <>{review.claimedBy === id ? t('reviews.mine', { span: spell(leftMs) }) : review.claimedBy}</>;
}
