import { useNames } from '../order/names.js';
import { Story } from '../order/story.js';
import { Fields, Panel } from '../parts/panel.js';
import { Due, useSpan, When } from '../parts/when.js';
import { useWords } from '../words.js';
import type { Review } from './hindrance.js';

/** Facts and log: who read, held and decided it, and the order's own history. */
export function RecordPane({ review }: { review: Review }) {
  const { t } = useWords();
  return (
    <div>
      <Standing review={review} />
      <Hands review={review} />
      <section aria-label={t('review.evidence')}>
        <Story
          orderNo={review.orderNo}
          items={review.facts.map((fact) => ({ kind: 'fact', at: fact.happenedAt, fact }))}
        />
      </section>
    </div>
  );
}

function Standing({ review }: { review: Review }) {
  const { t, word } = useWords();
  const spell = useSpan();
  const { custodian, reservation } = review;
  return (
    <Panel title={t('review.facts')}>
      <Fields
        rows={[
          [t('reviews.waits_for'), word('waiting', review.waitingFor)],
          [t('reviews.age'), spell(review.ageMinutes * 60_000)],
          [t('list.due'), review.pausedAt ? t('reviews.paused') : <Due key="due" at={review.dueAt} />],
          [t('reviews.reviewers'), review.reviewersNeeded],
          [t('reviews.claimed_by'), review.claimedByName ?? t('reviews.unclaimed')],
          ...(review.claimedBy !== null && review.claimExpiresAt !== null
            ? [[t('review.lease'), <Due key="lease" at={review.claimExpiresAt} />] as const]
            : []),
          [t('reviews.readers'), review.readers.map(({ name }) => name).join(' ') || t('order.none')],
          ...(reservation
            ? [
                [
                  t('reviews.reserved'),
                  `${reservation.by.name} → ${reservation.to?.name ?? t('reviews.leads')}`,
                ] as const,
              ]
            : []),
          [
            t('reviews.custodian'),
            custodian
              ? word(
                  custodian.kind === 'department' ? 'department' : 'to',
                  custodian.kind === 'department' ? custodian.name : custodian.kind,
                )
              : t('order.none'),
          ],
          [t('reviews.policy'), review.policyVersion ?? '–'],
        ]}
      />
    </Panel>
  );
}

function Hands({ review }: { review: Review }) {
  const { t, word } = useWords();
  const nameOf = useNames(review.orderNo);
  return (
    <Panel title={t('review.decisions')}>
      {review.decisions.length === 0 && <p className="quiet">{t('review.no_decisions')}</p>}
      <ul className="records">
        {review.decisions.map((one) => (
          <li key={one.factNumber}>
            <span>
              {t('review.decided', { who: nameOf(one.personId), decision: word('decision', one.decision) })}
            </span>
            <span className="quiet">
              {one.reason && `${word('reason', one.reason)} · `}
              <When at={one.decidedAt} />
            </span>
          </li>
        ))}
        {review.claims.map((one) => (
          <li key={`${one.personId} ${one.claimedAt}`}>
            <span>
              {one.takenFrom
                ? t('review.took_over', { who: one.displayName, from: one.takenFrom })
                : t('review.held_by', { who: one.displayName })}
            </span>
            <span className="quiet">
              <When at={one.claimedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
