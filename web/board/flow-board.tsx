import { Link } from '@tanstack/react-router';
import type { Answer } from '../client.js';
import { StateChip } from '../parts/state-chip.js';
import { useSpan } from '../parts/when.js';
import { STATES, type State } from '../states.js';
import { useWords } from '../words.js';
import { DEPARTMENTS } from './views.js';

type Board = Answer<'showBoard'>;
type Cell = Board['flow'][number];

const RESTING: readonly State[] = ['archived', 'voided', 'expired', 'purged'];
const MINUTE_MS = 60_000;

/** A column a state, a lane a department: how many, for how long in working time, how many of them late. */
export function FlowBoard({ board }: { board: Board }) {
  const { t, word } = useWords();
  const states = STATES.filter((state) => !RESTING.includes(state));
  const cellOf = (state: State, department: string | null) =>
    board.flow.find((cell) => cell.state === state && cell.department === department);
  const lanes = DEPARTMENTS.filter((department) => states.some((state) => cellOf(state, department)));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="flow" tabIndex={0} aria-label={t('board.flow')}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('desk.lane')}</th>
            {states.map((state) => (
              <th key={state} scope="col">
                <StateChip state={state} />
                <Budget minutes={board.budgetMinutes[state]} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('desk.all_departments')}</th>
            {states.map((state) => (
              <td key={state}>
                <Figures cell={cellOf(state, null)} />
              </td>
            ))}
          </tr>
          {lanes.map((department) => (
            <tr key={department}>
              <th scope="row">{word('department', department)}</th>
              {states.map((state) => (
                <td key={state}>
                  <Figures cell={cellOf(state, department)} department={department} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Budget({ minutes }: { minutes: number | undefined }) {
  const { t } = useWords();
  const spell = useSpan();
  if (minutes === undefined) return null;
  return <span className="quiet flow-note">{t('desk.budget', { span: spell(minutes * MINUTE_MS) })}</span>;
}

function Figures(props: { cell: Cell | undefined; department?: (typeof DEPARTMENTS)[number] }) {
  const { t } = useWords();
  const spell = useSpan();
  const { cell, department } = props;
  if (!cell || cell.orders === 0) return <span className="quiet">–</span>;
  const { state, orders, late, paused, medianMinutes, p90Minutes } = cell;
  const where = { state, department };
  return (
    <div className="flow-cell">
      <Link to="/board" search={{ view: 'all', ...where }} className="flow-count">
        {orders}
      </Link>
      <span className="flow-bar" aria-hidden>
        <span style={{ width: `${(late / orders) * 100}%` }} />
      </span>
      {late > 0 && (
        <Link to="/board" search={{ view: 'late', ...where }} className="late">
          {t('desk.late_count', { count: late })}
        </Link>
      )}
      {paused > 0 && (
        <Link to="/board" search={{ view: 'all', ...where, paused: 'true' }} className="quiet">
          {t('desk.paused_count', { count: paused })}
        </Link>
      )}
      {medianMinutes !== null && p90Minutes !== null && (
        <span className="quiet flow-note">
          {t('desk.times', { median: spell(medianMinutes * MINUTE_MS), p90: spell(p90Minutes * MINUTE_MS) })}
        </span>
      )}
    </div>
  );
}

/** Orders that are done, by how it ended. */
export function Resting({ board }: { board: Board }) {
  const { t } = useWords();
  return (
    <p className="quiet resting">
      {t('desk.resting')}
      {RESTING.map((state) => (
        <Link key={state} to="/orders" search={{ state }}>
          {`${t(`state.${state}`)} ${board.flow.find((cell) => cell.state === state)?.orders ?? 0}`}
        </Link>
      ))}
    </p>
  );
}
