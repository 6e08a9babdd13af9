import { Switch } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { Answer } from '../client.js';
import { Panel } from '../parts/panel.js';
import { STATES } from '../states.js';
import { useWords } from '../words.js';
import type { Series } from './charts.js';

type Board = Answer<'showBoard'>;

const Bars = lazy(() => import('./charts.js').then(({ Bars: bars }) => ({ default: bars })));

/** Two questions, each with its bars and the same as a table; the bars are loaded after the first paint. */
export function ChartPanel({ board }: { board: Board }) {
  const { t } = useWords();
  const days = {
    labels: board.days.map(({ day }) => day.slice(5)),
    series: [
      { name: t('desk.auto'), values: board.days.map((day) => day.writtenOffAuto) },
      { name: t('desk.reviewed'), values: board.days.map((day) => day.writtenOffReviewed) },
    ],
  };
  const cells = STATES.flatMap((state) =>
    board.flow.filter(
      (cell) => cell.state === state && cell.department === null && cell.medianMinutes !== null,
    ),
  );
  const ages = {
    labels: cells.map(({ state }) => t(`state.${state}`)),
    series: [
      { name: t('desk.median'), values: cells.map(({ medianMinutes }) => hours(medianMinutes)) },
      { name: t('desk.p90'), values: cells.map(({ p90Minutes }) => hours(p90Minutes)) },
    ],
  };
  return (
    <div className="charts">
      <Chart title={t('desk.chart_days')} head={t('desk.day')} {...days} stacked />
      <Chart title={t('desk.chart_ages')} head={t('list.state')} {...ages} stacked={false} />
    </div>
  );
}

const hours = (minutes: number | null): number => Math.round((minutes ?? 0) / 6) / 10;

interface ChartProps {
  title: string;
  head: string;
  labels: readonly string[];
  series: readonly Series[];
  stacked: boolean;
}

function Chart({ title, head, labels, series, stacked }: ChartProps) {
  const { t } = useWords();
  const [asTable, setAsTable] = useState(false);
  const [painted, setPainted] = useState(false);
  useEffect(() => setPainted(true), []);
  return (
    <Panel
      title={title}
      extra={
        // biome-ignore lint/a11y/noLabelWithoutControl: the switch is its control
        <label className="quiet touch">
          {t('desk.as_table')} <Switch size="small" aria-label={t('desk.as_table')} onChange={setAsTable} />
        </label>
      }
    >
      {asTable ? (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{head}</th>
              {series.map(({ name }) => (
                <th key={name} scope="col" className="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {labels.map((label, at) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {series.map(({ name, values }) => (
                  <td key={name} className="number">
                    {values[at]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        painted && (
          <Suspense fallback={<div className="chart" />}>
            <Bars title={title} labels={labels} series={series} stacked={stacked} />
          </Suspense>
        )
      )}
    </Panel>
  );
}
