import { useNavigate, useSearch } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { send } from '../client.js';
import { useLiveList } from '../live.js';
import { useMay } from '../me.js';
import { List } from '../parts/list.js';
import { useTrouble } from '../parts/trouble.js';
import { Views } from '../parts/views.js';
import { usePhone } from '../phone.js';
import { useKeys } from '../use-keys.js';
import { useWords } from '../words.js';
import { Bulk } from './bulk.js';
import { PendingBar } from './pending-bar.js';
import { type QueuedReview, useColumns } from './queue-columns.js';
import { addressOf, keptOf, queryOf } from './search.js';

const Filters = lazy(async () => ({ default: (await import('./filters.js')).Filters }));

/** The queue: views with their counts, filters in the address, the next best at hand. */
export function ReviewsScreen() {
  const { t } = useWords();
  const go = useNavigate();
  const may = useMay('review.decide');
  const search = useSearch({ from: '/reviews' });
  const { view = 'open', reason } = search;
  const query = { view, ...queryOf(search) };
  const list = useLiveList('listReviews', query);
  const narrow = usePhone();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const takeNext = useNextBest();
  useKeys({ next_best: takeNext });
  const bulk = may && !narrow && reason !== undefined;
  const turn = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  const columns = useColumns(bulk ? { chosen, turn } : undefined);
  return (
    <>
      <PendingBar />
      <div className="head">
        <h1>{t('reviews.title')}</h1>
        <Button type="primary" disabled={!may} onClick={takeNext}>
          {t('reviews.next_best')} <kbd>n</kbd>
        </Button>
        {bulk && <Bulk ids={chosen} reason={reason} done={() => setChosen([])} />}
      </div>
      <Views
        list="reviews"
        all={t('reviews.no_filter')}
        query={keptOf(search)}
        go={(kept) => void go({ to: '/reviews', search: addressOf(kept) })}
      />
      <Suspense>
        <Filters search={search} />
      </Suspense>
      <List<QueuedReview>
        label={t('reviews.title')}
        list={list}
        columns={columns}
        idOf={(review) => review.id}
        open={({ id }) => void go({ to: '/reviews/$reviewId', params: { reviewId: id } })}
        empty={t(view === 'open' ? 'reviews.empty' : 'reviews.empty_view')}
        above={320}
      />
    </>
  );
}

function useNextBest(): () => void {
  const { t } = useWords();
  const go = useNavigate();
  const { message } = App.useApp();
  const tell = useTrouble();
  return () =>
    void send('nextReview', {}).then(
      ({ reviewId }) => {
        if (reviewId === null) return void message.info(t('review.none_left'));
        return go({ to: '/reviews/$reviewId', params: { reviewId } });
      },
      (error: Error) => void message.error(tell(error).sentence),
    );
}
