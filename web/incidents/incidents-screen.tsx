import { Link, useNavigate } from '@tanstack/react-router';
import { type Item, useLiveList } from '../live.js';
import { type Column, List } from '../parts/list.js';
import { Money } from '../parts/money.js';
import { Age } from '../parts/when.js';
import { useWords } from '../words.js';

type Incident = Item<'listIncidents'>;

/** Technical failures, one line a cause: the worst morning is a few lines, not a thousand cases. */
export function IncidentsScreen() {
  const { t } = useWords();
  const go = useNavigate();
  const list = useLiveList('listIncidents');
  return (
    <>
      <div className="head">
        <h1>{t('incidents.title')}</h1>
        <Link to="/cases">{t('incidents.cases')}</Link>
      </div>
      <List
        label={t('incidents.title')}
        list={list}
        columns={useColumns()}
        idOf={(one) => one.causeKey}
        open={({ causeKey }) => void go({ to: '/incidents/$causeKey', params: { causeKey } })}
        empty={t('incidents.empty')}
      />
    </>
  );
}

function useColumns(): Column<Incident>[] {
  const { t, word } = useWords();
  return [
    { key: 'step', title: t('cases.step'), width: 120, cell: (one) => word('step', one.step) },
    { key: 'cause', title: t('cases.cause'), width: 300, cell: (one) => <b className="mono">{one.cause}</b> },
    { key: 'cases', title: t('incidents.count'), width: 90, right: true, cell: (one) => one.cases },
    { key: 'retrying', title: t('incidents.retrying'), width: 90, right: true, cell: (one) => one.retrying },
    { key: 'again', title: t('incidents.again'), width: 100, right: true, cell: (one) => one.failedAgain },
    {
      key: 'money',
      title: t('list.amount'),
      width: 170,
      right: true,
      cell: (one) =>
        one.money.map(({ currency, amountMinor }) => (
          <div key={currency}>
            <Money minor={amountMinor} currency={currency} />
          </div>
        )),
    },
    { key: 'first', title: t('incidents.first'), width: 110, cell: (one) => <Age since={one.firstSeenAt} /> },
    { key: 'last', title: t('incidents.last'), width: 110, cell: (one) => <Age since={one.lastSeenAt} /> },
    {
      key: 'who',
      title: t('incidents.assigned'),
      width: 110,
      cell: (one) => one.assignedTo ?? t('order.none'),
    },
  ];
}
