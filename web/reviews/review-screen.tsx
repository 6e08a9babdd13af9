import { Link, useParams } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import type { Answer } from '../client.js';
import { useLive } from '../live.js';
import { Story } from '../order/story.js';
import { AsOf } from '../parts/as-of.js';
import { Money } from '../parts/money.js';
import { Outcomes } from '../parts/outcomes.js';
import { Fields, Panel } from '../parts/panel.js';
import { Trouble } from '../parts/trouble.js';
import { Age, Due, When } from '../parts/when.js';
import { useWords } from '../words.js';
import { Decide } from './decide.js';

/** One review: the decision, the evidence, the record. */
export function ReviewScreen() {
  const { reviewId } = useParams({ from: '/reviews/$reviewId' });
  const review = useLive('showReview', { params: { reviewId } });
  if (review.error && !review.data) return <Trouble error={review.error} again={review.again} />;
  if (!review.data) return review.slow ? <Skeleton active paragraph={{ rows: 10 }} /> : null;
  return (
    <>
      <Question review={review.data} />
      <AsOf ms={review.asOfMs} stale={review.error !== null} />
      <Decide key={reviewId} review={review.data} />
      <div className="panes panes-review">
        <div>
          <Why review={review.data} />
          <Checks review={review.data} />
        </div>
        <Story items={review.data.facts.map((fact) => ({ kind: 'fact', at: fact.happenedAt, fact }))} />
        <Record review={review.data} />
      </div>
    </>
  );
}

type Review = Answer<'showReview'>;

function Question({ review }: { review: Review }) {
  const { t } = useWords();
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
      </div>
    </header>
  );
}

function Why({ review }: { review: Review }) {
  const { t, word } = useWords();
  const risks = review.evaluation?.risks.filter((risk) => risk.met) ?? [];
  return (
    <Panel title={t('review.why')}>
      <ul className="why">
        {risks.map((risk) => (
          <li key={risk.id}>
            <b>{word('risk', risk.id)}</b>{' '}
            <span className="quiet">
              {t('review.risk', { found: word('value', risk.found), expected: word('value', risk.expected) })}
            </span>
          </li>
        ))}
      </ul>
      <p>
        {t(review.reviewersNeeded > 1 ? 'review.second' : 'review.would_pass', {
          count: review.reviewersNeeded,
        })}
      </p>
    </Panel>
  );
}

function Checks({ review }: { review: Review }) {
  const { t } = useWords();
  if (!review.evaluation) return null;
  return (
    <Panel title={t('review.checks')}>
      <Outcomes evaluation={review.evaluation} />
    </Panel>
  );
}

function Record({ review }: { review: Review }) {
  const { t, word } = useWords();
  return (
    <Panel title={t('review.facts')}>
      <Fields
        rows={[
          [t('reviews.opened'), <Age key="age" since={review.openedAt} />],
          [t('list.due'), <Due key="due" at={review.dueAt} />],
          [t('reviews.reviewers'), review.reviewersNeeded],
          [t('reviews.claimed_by'), review.claimedBy ?? t('reviews.unclaimed')],
        ]}
      />
      {review.decisions.length === 0 && <p className="quiet">{t('review.no_decisions')}</p>}
      <ul className="records">
        {review.decisions.map((one) => (
          <li key={one.factNumber}>
            <span>
              {t('review.decided', { who: one.personId, decision: word('decision', one.decision) })}
            </span>
            <span className="quiet">
              {one.reason && `${word('reason', one.reason)} · `}
              <When at={one.decidedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
