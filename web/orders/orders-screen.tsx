import { useNavigate, useSearch } from '@tanstack/react-router';
import { Select } from 'antd';
import { useLiveList } from '../live.js';
import { List } from '../parts/list.js';
import { useOrderColumns } from '../parts/order-columns.js';
import { StateChip } from '../parts/state-chip.js';
import { Views } from '../parts/views.js';
import { STATES } from '../states.js';
import { useWords } from '../words.js';

export function OrdersScreen() {
  const { t } = useWords();
  const { state } = useSearch({ from: '/orders' });
  const go = useNavigate();
  const list = useLiveList('listOrders', { state });
  const open = (orderNo: string) => void go({ to: '/orders/$orderNo', params: { orderNo } });
  return (
    <>
      <div className="head">
        <h1>{t('orders.title')}</h1>
        <Select
          aria-label={t('orders.state')}
          className="filter"
          value={state ?? 'all'}
          onChange={(value) =>
            void go({
              to: '/orders',
              search: value === 'all' ? {} : { state: STATES.find((one) => one === value) },
            })
          }
          options={[
            { value: 'all', label: t('orders.all') },
            ...STATES.map((value) => ({ value, label: <StateChip state={value} /> })),
          ]}
        />
      </div>
      <Views
        list="orders"
        query={{ state }}
        go={(query) =>
          void go({ to: '/orders', search: { state: STATES.find((one) => one === query.state) } })
        }
      />
      <List
        label={t('orders.title')}
        list={list}
        columns={useOrderColumns()}
        idOf={(order) => order.id}
        open={(order) => open(order.orderNo)}
        empty={t('orders.empty')}
      />
    </>
  );
}
