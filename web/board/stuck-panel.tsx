import { useNavigate, useSearch } from '@tanstack/react-router';
import { Checkbox } from 'antd';
import { useState } from 'react';
import { type Item, useLiveList } from '../live.js';
import { List } from '../parts/list.js';
import { Panel } from '../parts/panel.js';
import { Views } from '../parts/views.js';
import { usePhone } from '../phone.js';
import { useWords } from '../words.js';
import { Acts } from './acts.js';
import { Export } from './export.js';
import { Filters } from './filters.js';
import { useStuckColumns } from './stuck-columns.js';
import { addressOf, queryOf } from './views.js';

type Stuck = Item<'listStuck'>;

/** The manager's list: a view, its filters, and what is done with the orders that are picked. */
export function StuckPanel() {
  const { t } = useWords();
  const go = useNavigate();
  const search = useSearch({ from: '/board' });
  const narrow = usePhone();
  const list = useLiveList('listStuck', queryOf(search));
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const items = list.data ?? [];
  const chosen = items.filter((item) => picked.has(item.id));
  const pick = ({ id }: Stuck) =>
    setPicked(
      (before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]),
    );
  const pickAll = () => setPicked(new Set(chosen.length === items.length ? [] : items.map(({ id }) => id)));
  const columns = useStuckColumns();
  const pickColumn = {
    key: 'pick',
    title: '',
    width: 44,
    cell: (item: Stuck) => (
      <Checkbox
        aria-label={t('desk.pick', { orderNo: item.orderNo })}
        checked={picked.has(item.id)}
        onClick={(event) => event.stopPropagation()}
        onChange={() => pick(item)}
      />
    ),
  };
  return (
    <Panel title={t('desk.list')} extra={<Export search={search} />}>
      <Views
        list="waiting"
        all={t('desk.view_late')}
        query={keptOf(queryOf(search))}
        go={(query) => {
          setPicked(new Set());
          void go({ to: '/board', search: addressOf(query) });
        }}
      />
      <Filters search={search} />
      {!narrow && (
        <Acts orders={chosen} done={() => setPicked(new Set())}>
          <Checkbox
            checked={items.length > 0 && chosen.length === items.length}
            indeterminate={chosen.length > 0 && chosen.length < items.length}
            onChange={pickAll}
          >
            {t('desk.pick_all', { count: chosen.length })}
          </Checkbox>
        </Acts>
      )}
      <List
        label={t('desk.list')}
        list={list}
        columns={narrow ? columns : [pickColumn, ...columns]}
        idOf={(order) => order.id}
        open={({ orderNo }) => void go({ to: '/orders/$orderNo', params: { orderNo } })}
        pick={pick}
        empty={t('board.stuck_empty')}
        above={330}
      />
    </Panel>
  );
}

/** A query as a view keeps it: what is late is what the list shows without one. */
const keptOf = ({ scope, ...query }: Record<string, string | undefined>) =>
  scope === 'late' ? query : { scope, ...query };
