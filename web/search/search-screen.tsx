import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert } from 'antd';
import { type Answer, send } from '../client.js';
import { type Column, List } from '../parts/list.js';
import { useOrderColumns } from '../parts/order-columns.js';
import { useWords } from '../words.js';
import { SearchBox } from './search-box.js';
import { useSought } from './sought.js';

type Found = Answer<'searchOrders'>;
type FoundOrder = Found['items'][number];

/** What was found, the closest first, with what each order was found by. */
export function SearchScreen() {
  const { t } = useWords();
  const { text, serial } = useSought();
  const found = useQuery<Found>({
    queryKey: ['searchOrders', serial],
    queryFn: ({ signal }) => send('searchOrders', { body: { text } }, { signal }),
    enabled: text !== '',
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return (
    <>
      <div className="head">
        <h1>{t('search.title')}</h1>
        <SearchBox className="search-wide" />
      </div>
      {found.data && !found.data.personal && <Alert type="info" showIcon title={t('search.not_personal')} />}
      {found.data?.more && <Alert type="warning" showIcon title={t('search.more')} />}
      {text === '' ? (
        <p className="quiet">{t('search.hint')}</p>
      ) : (
        <Results found={found} empty={t('search.empty')} />
      )}
    </>
  );
}

interface Asked {
  data: Found | undefined;
  error: Error | null;
  dataUpdatedAt: number;
  isPending: boolean;
  refetch(): unknown;
}

function Results({ found, empty }: { found: Asked; empty: string }) {
  const { t } = useWords();
  const go = useNavigate();
  return (
    <List<FoundOrder>
      label={t('search.title')}
      list={{
        data: found.data?.items,
        asOfMs: found.dataUpdatedAt,
        error: found.error,
        slow: found.isPending,
        again: () => void found.refetch(),
        more: undefined,
        loadingMore: false,
      }}
      columns={useColumns()}
      idOf={(order) => order.id}
      open={({ orderNo }) => void go({ to: '/orders/$orderNo', params: { orderNo } })}
      empty={empty}
      above={300}
    />
  );
}

function useColumns(): Column<FoundOrder>[] {
  const { t, word } = useWords();
  const [first, ...rest] = useOrderColumns();
  return [
    ...(first ? [first] : []),
    {
      key: 'by',
      title: t('search.by'),
      width: 150,
      cell: ({ by }) => by.map((one) => word('foundBy', one)).join(' · '),
    },
    { key: 'customer', title: t('order.customer'), width: 160, cell: (order) => order.customerName ?? '—' },
    ...rest,
  ];
}
