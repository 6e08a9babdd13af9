import { useNavigate } from '@tanstack/react-router';
import { Alert, App, Button } from 'antd';
import { useState } from 'react';
import { type Answer, send } from '../client.js';
import { useDeed } from '../live.js';
import { useMay, useMe } from '../me.js';
import { Ask } from '../parts/ask.js';
import { useTrouble } from '../parts/trouble.js';
import { useKeys } from '../use-keys.js';
import { useWords } from '../words.js';

type Review = Answer<'showReview'>;
type Negative = 'rejected' | 'returned';

/** Claim, approve, reject, return. Who cannot sees why; the server asks all of it again. */
export function Decide({ review }: { review: Review }) {
  const { t } = useWords();
  const hindrance = useHindrance(review);
  const { claim, decide, busy } = useDecision(review);
  const [asking, setAsking] = useState<Negative>();
  const mine = useMine(review);
  const can = hindrance === undefined && mine && !busy;
  useKeys({
    claim: () => hindrance === undefined && !mine && claim(),
    approve: () => can && decide({ decision: 'approved' }, true),
    reject: () => can && setAsking('rejected'),
    escalate: () => can && setAsking('returned'),
  });
  return (
    <section className="actions">
      {hindrance !== undefined && <Alert type="warning" showIcon title={hindrance} />}
      {hindrance === undefined && !mine && <p>{t('review.claim_first')}</p>}
      <div className="buttons">
        <Button
          type={mine ? 'default' : 'primary'}
          disabled={hindrance !== undefined || mine || busy}
          onClick={claim}
        >
          {t('review.claim')} <kbd>c</kbd>
        </Button>
        <Button type="primary" disabled={!can} onClick={() => decide({ decision: 'approved' }, true)}>
          {t('review.approve_next')} <kbd>a</kbd>
        </Button>
        <Button disabled={!can} onClick={() => decide({ decision: 'approved' }, false)}>
          {t('review.approve')}
        </Button>
        <Button danger disabled={!can} onClick={() => setAsking('rejected')}>
          {t('review.reject')} <kbd>r</kbd>
        </Button>
        <Button disabled={!can} onClick={() => setAsking('returned')}>
          {t('review.return')} <kbd>e</kbd>
        </Button>
      </div>
      {asking && (
        <Ask
          title={t(asking === 'rejected' ? 'review.reject' : 'review.return')}
          group="reason"
          codes={['evidence_missing', 'amount_doubtful', 'risk_not_cleared', 'other']}
          label={t('act.reason')}
          missing={t('act.reason_missing')}
          busy={busy}
          cancel={() => setAsking(undefined)}
          confirm={(reason, note) =>
            decide({ decision: asking, reason, ...(note !== undefined && { note }) }, false)
          }
        />
      )}
    </section>
  );
}

function useMine({ claimedBy, claimExpiresAt }: Review): boolean {
  const { id } = useMe();
  return claimedBy === id && claimExpiresAt !== null && Date.parse(claimExpiresAt) > Date.now();
}

/** Why this person cannot decide, in words; undefined when they can. */
function useHindrance(review: Review): string | undefined {
  const { t, word } = useWords();
  const { id } = useMe();
  const may = useMay('review.decide');
  const held = review.claimExpiresAt !== null && Date.parse(review.claimExpiresAt) > Date.now();
  if (!may) return t('review.no_right');
  if (review.status !== 'open') return t('review.closed', { status: word('reviewStatus', review.status) });
  if (review.mayNotReview !== null) return t('review.cannot', { deed: word('fact', review.mayNotReview) });
  if (held && review.claimedBy !== null && review.claimedBy !== id)
    return t('review.claimed_other', { who: review.claimedBy });
  if (review.lastMaterialFact !== review.materialFact) return t('review.changed');
  return undefined;
}

interface Verdict {
  decision: 'approved' | Negative;
  reason?: string;
  note?: string;
}

function useDecision(review: Review) {
  const { t, word } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const go = useNavigate();
  const claiming = useDeed('claimReview');
  const deciding = useDeed('decideReview');
  const params = { reviewId: review.id };
  const failed = (error: Error) => void message.error(tell(error).sentence);
  const claim = () => claiming.mutate({ params, body: {} }, { onError: failed });
  const decide = (verdict: Verdict, andNext: boolean) => {
    if (deciding.isPending) return;
    const body = { ...verdict, materialFact: review.lastMaterialFact };
    deciding.mutate(
      { params, body },
      {
        onSuccess: () => {
          void message.success(t('act.done', { what: word('decision', verdict.decision) }));
          void (andNext ? next() : go({ to: '/reviews' }));
        },
        onError: failed,
      },
    );
  };
  const next = async () => {
    const { items } = await send('listReviews', { query: { limit: 20 } });
    const following = items.find((one) => one.id !== review.id && one.claimedBy === null);
    if (following) return go({ to: '/reviews/$reviewId', params: { reviewId: following.id } });
    void message.info(t('review.none_left'));
    return go({ to: '/reviews' });
  };
  return { claim, decide, busy: claiming.isPending || deciding.isPending };
}
