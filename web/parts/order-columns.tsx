import type { Item } from '../live.js';
import { useWords } from '../words.js';
import type { Column } from './list.js';
import { Money } from './money.js';
import { StateChip } from './state-chip.js';
import { useWaits } from './waits.js';
import { Age, Due } from './when.js';

type Order = Item<'listOrders'>;

/** The columns that every list of orders shares. */
export function useOrderColumns(): Column<Order>[] {
  const { t, word } = useWords();
  const waits = useWaits();
  return [
    {
      key: 'no',
      title: t('list.order_no'),
      width: 130,
      cell: (order) => <b className="mono">{order.orderNo}</b>,
    },
    { key: 'state', title: t('list.state'), width: 150, cell: (order) => <StateChip state={order.state} /> },
    {
      key: 'amount',
      title: t('list.amount'),
      width: 140,
      right: true,
      cell: (order) => <Money minor={order.amountMinor} currency={order.currency} />,
    },
    {
      key: 'waits',
      title: t('list.waits'),
      width: 360,
      cell: (order) => waits(order.state, order.waitingFor),
    },
    {
      key: 'owner',
      title: t('list.owner'),
      width: 110,
      cell: (order) => word('department', order.ownerDepartment),
    },
    { key: 'age', title: t('list.age'), width: 100, cell: (order) => <Age since={order.stateSince} /> },
    { key: 'due', title: t('list.due'), width: 140, cell: (order) => <Due at={order.dueAt} /> },
  ];
}
