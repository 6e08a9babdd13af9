import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { type Asked, send } from '../client.js';
import { useDeed } from '../live.js';
import { useTrouble } from '../parts/trouble.js';
import { useWords } from '../words.js';
import type { Review } from './hindrance.js';
import { decideSoon } from './pending.js';

export type Verdict = Omit<Asked<'decideReview'>['body'], 'materialFact'>;

/** What a desk does with one review. A decision waits five seconds; everything else is done at once. */
export function useDesk(review: Review) {
  const { t } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const go = useNavigate();
  const params = { reviewId: review.id };
  const claiming = useDeed('claimReview');
  const releasing = useDeed('releaseReview');
  const withdrawing = useDeed('withdrawDecision');
  const toQueue = () => void go({ to: '/reviews' });
  const failed = (error: Error) => void message.error(tell(error).sentence);
  const next = async () => {
    const { reviewId } = await send('nextReview', { query: { except: review.id } });
    if (reviewId !== null) return go({ to: '/reviews/$reviewId', params: { reviewId } });
    void message.info(t('review.none_left'));
    return go({ to: '/reviews' });
  };
  const goNext = () => void next().catch(failed);
  return {
    claim: () => claiming.mutate({ params, body: {} }, { onError: failed }),
    release: () => releasing.mutate({ params, body: {} }, { onError: failed, onSuccess: toQueue }),
    withdraw: () => withdrawing.mutate({ params, body: {} }, { onError: failed }),
    decide: (verdict: Verdict, andNext: boolean) => {
      decideSoon(review, { ...verdict, materialFact: review.lastMaterialFact });
      if (andNext) goNext();
      else toQueue();
    },
    goNext,
    toQueue,
    failed,
    busy: claiming.isPending || releasing.isPending || withdrawing.isPending,
  };
}
