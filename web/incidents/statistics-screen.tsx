import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Empty, Select, Skeleton } from 'antd';
import type { Answer } from '../client.js';
import { useLive } from '../live.js';
import { AsOf } from '../parts/as-of.js';
import { Panel } from '../parts/panel.js';
import { Trouble } from '../parts/trouble.js';
import { useWords } from '../words.js';
import '../bench-words.js';
import '../cases/bench.css';
import { PERIODS } from './search.js';
import { byCause, byWeek, type Row } from './statistics.js';

type Closed = Answer<'showCaseStatistics'>['items'];
const USUAL = 12;

/** Why cases came about, over a period: what to mend for good (P6.3.2). */
export function StatisticsScreen() {
  const { t } = useWords();
  const go = useNavigate();
  const { weeks = USUAL } = useSearch({ from: '/case-statistics' });
  const found = useLive('showCaseStatistics', { query: { weeks } });
  return (
    <>
      <div className="head">
        <h1>{t('statistics.title')}</h1>
        <Select
          className="filter-small"
          aria-label={t('statistics.weeks')}
          value={weeks}
          options={PERIODS.map((value) => ({ value, label: t('statistics.last', { count: value }) }))}
          onChange={(value) => void go({ to: '/case-statistics', search: { weeks: value } })}
        />
        <Link to="/incidents">{t('incidents.title')}</Link>
        <Link to="/retry-batches">{t('batches.title')}</Link>
      </div>
      {found.error && !found.data && <Trouble error={found.error} again={found.again} />}
      {!found.data && found.slow && <Skeleton active paragraph={{ rows: 8 }} title={false} />}
      {found.data && <Found items={found.data.items} />}
      <AsOf ms={found.asOfMs} stale={found.error !== null} />
    </>
  );
}

function Found({ items }: { items: Closed }) {
  const { t, word } = useWords();
  if (items.length === 0) return <Empty description={t('statistics.empty')} />;
  return (
    <>
      <Counted
        title={t('statistics.by_cause')}
        head={t('case.root_cause')}
        rows={byCause(items)}
        nameOf={(cause) => word('rootCause', cause)}
      />
      <Counted
        title={t('statistics.by_week')}
        head={t('statistics.week')}
        rows={byWeek(items)}
        nameOf={(week) => week}
      />
    </>
  );
}

interface Props {
  title: string;
  head: string;
  rows: readonly Row[];
  nameOf: (name: string) => string;
}

/** Numbers with a bar beside each: the bar says nothing that the number does not. */
function Counted({ title, head, rows, nameOf }: Props) {
  const { t } = useWords();
  const most = Math.max(1, ...rows.map(({ total }) => total));
  return (
    <Panel title={title}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {(['technical', 'business', 'total'] as const).map((key) => (
              <th key={key} scope="col" className="number">
                {t(`statistics.${key}`)}
              </th>
            ))}
            <th aria-hidden className="bar-cell" />
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, technical, business, total }) => (
            <tr key={name}>
              <th scope="row">{nameOf(name)}</th>
              <td className="number">{technical}</td>
              <td className="number">{business}</td>
              <td className="number">{total}</td>
              <td aria-hidden className="bar-cell">
                <div className="count-bar" style={{ width: `${Math.round((100 * total) / most)}%` }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
