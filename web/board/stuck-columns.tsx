import type { Item } from '../live.js';
import type { Column } from '../parts/list.js';
import { Money } from '../parts/money.js';
import { StateChip } from '../parts/state-chip.js';
import { Age, Due, useSpan } from '../parts/when.js';
import { useWords } from '../words.js';

type Stuck = Item<'listStuck'>;

const MINUTE_MS = 60_000;

/** What a manager asks of each order: how long, why, who, what next, how much. */
export function useStuckColumns(): Column<Stuck>[] {
  const { t, word } = useWords();
  const spell = useSpan();
  const worked = (minutes: number) => spell(minutes * MINUTE_MS);
  return [
    { key: 'no', title: t('list.order_no'), width: 210, cell: (order) => <OrderNo order={order} /> },
    { key: 'state', title: t('list.state'), width: 140, cell: ({ state }) => <StateChip state={state} /> },
    {
      key: 'stuck',
      title: t('desk.worked'),
      width: 190,
      cell: ({ stuckForMinutes, budgetMinutes, lateMinutes }) => (
        <span className={lateMinutes ? 'late number' : 'number'}>
          {budgetMinutes === null
            ? worked(stuckForMinutes)
            : t('desk.worked_of', { worked: worked(stuckForMinutes), budget: worked(budgetMinutes) })}
        </span>
      ),
    },
    { key: 'due', title: t('list.due'), width: 150, cell: (order) => <DueOrPaused order={order} /> },
    {
      key: 'cause',
      title: t('desk.cause'),
      width: 130,
      cell: ({ cause }) => (cause === null ? '' : word('hold', cause)),
    },
    {
      key: 'owner',
      title: t('desk.owner'),
      width: 150,
      cell: ({ ownerDepartment, assignee, assigneeName }) =>
        [word('department', ownerDepartment), assigneeName ?? assignee].filter(Boolean).join(' · '),
    },
    {
      key: 'next',
      title: t('desk.next'),
      width: 140,
      cell: ({ nextAction }) => (nextAction === null ? '' : word('next', nextAction)),
    },
    {
      key: 'amount',
      title: t('list.amount'),
      width: 140,
      right: true,
      cell: ({ amountMinor, currency }) => <Money minor={amountMinor} currency={currency} />,
    },
    {
      key: 'chance',
      title: t('desk.chance'),
      width: 100,
      right: true,
      cell: ({ lateChance }) => (lateChance === null ? '–' : `${Math.round(lateChance * 100)}%`),
    },
    {
      key: 'event',
      title: t('desk.last_event'),
      width: 170,
      cell: ({ lastEvent }) =>
        lastEvent && (
          <>
            {word('fact', lastEvent.type)} · <Age since={lastEvent.at} />
          </>
        ),
    },
  ];
}

function OrderNo({ order }: { order: Stuck }) {
  const { t, word } = useWords();
  const { orderNo, priority, escalation, held, watched } = order;
  return (
    <>
      <b className="mono">{orderNo}</b>{' '}
      {priority !== 'normal' && <span className="mark">{word('priority', priority)}</span>}
      {escalation > 0 && <span className="mark">{t('desk.escalated', { count: escalation })}</span>}
      {held && <span className="mark">{t('desk.is_held')}</span>}
      {watched && <span className="mark">{t('order.watched')}</span>}
    </>
  );
}

function DueOrPaused({ order }: { order: Stuck }) {
  const { t, word } = useWords();
  if (order.pausedAt === null) return <Due at={order.dueAt} />;
  const why = [word('pause', order.pauseReason ?? 'unnamed'), order.pausedBy].filter(Boolean).join(' · ');
  return <span title={why}>{t('desk.paused_why', { why })}</span>;
}
