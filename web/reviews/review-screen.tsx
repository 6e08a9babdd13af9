import { Link, useParams } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useLive } from '../live.js';
import { useMe } from '../me.js';
import { AsOf } from '../parts/as-of.js';
import { Money } from '../parts/money.js';
import { Trouble } from '../parts/trouble.js';
import { useWords } from '../words.js';
import { Actions } from './actions.js';
import { DecisionPane } from './decision-pane.js';
import { useDraft } from './draft.js';
import { EvidencePane } from './evidence-pane.js';
import type { Review } from './hindrance.js';
import { usePresence } from './lease.js';
import { PendingBar } from './pending-bar.js';
import { RecordPane } from './record-pane.js';

/** One review: the decision, the evidence, the record. */
export function ReviewScreen() {
  const { reviewId } = useParams({ from: '/reviews/$reviewId' });
  const review = useLive('showReview', { params: { reviewId } });
  usePresence(reviewId);
  return (
    <>
      <PendingBar />
      {review.error && !review.data ? (
        <Trouble error={review.error} again={review.again} />
      ) : review.data ? (
        <>
          <Question review={review.data} />
          <AsOf ms={review.asOfMs} stale={review.error !== null} />
          <Desk key={reviewId} review={review.data} />
        </>
      ) : (
        review.slow && <Skeleton active paragraph={{ rows: 10 }} />
      )}
    </>
  );
}

function Desk({ review }: { review: Review }) {
  const draft = useDraft(review);
  const check = useLive('checkReview', { params: { reviewId: review.id } });
  return (
    <>
      <Actions review={review} draft={draft} />
      <div className="panes panes-review">
        <DecisionPane review={review} draft={draft} check={check} />
        <EvidencePane review={review} check={check} />
        <RecordPane review={review} />
      </div>
    </>
  );
}

function Question({ review }: { review: Review }) {
  const { t } = useWords();
  const { id } = useMe();
  const others = review.readers.filter((one) => one.id !== id);
  return (
    <header className="order-head">
      <div className="head">
        <h1>{t('review.ask', { orderNo: review.orderNo })}</h1>
        <b>
          <Money minor={review.amountMinor} currency={review.currency} />
        </b>
        <Link to="/orders/$orderNo" params={{ orderNo: review.orderNo }}>
          {t('review.open_order')}
        </Link>
        {others.length > 0 && (
          <span className="quiet">
            {t('review.also_reading', { who: others.map(({ name }) => name).join(' ') })}
          </span>
        )}
      </div>
    </header>
  );
}
