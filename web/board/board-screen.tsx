import { Link, useNavigate } from '@tanstack/react-router';
import { useLive, useLiveList } from '../live.js';
import { AsOf } from '../parts/as-of.js';
import { List } from '../parts/list.js';
import { useOrderColumns } from '../parts/order-columns.js';
import { Panel } from '../parts/panel.js';
import { StateChip } from '../parts/state-chip.js';
import { Trouble } from '../parts/trouble.js';
import { useSpan } from '../parts/when.js';
import { STATES } from '../states.js';
import { useWords } from '../words.js';

/** Where the orders are, and which of them do not move. */
export function BoardScreen() {
  const { t } = useWords();
  const go = useNavigate();
  const stuck = useLiveList('listStuck');
  return (
    <>
      <h1>{t('board.title')}</h1>
      <Flow />
      <Panel title={t('board.stuck')}>
        <List
          label={t('board.stuck')}
          list={stuck}
          columns={useOrderColumns()}
          idOf={(order) => order.id}
          open={({ orderNo }) => void go({ to: '/orders/$orderNo', params: { orderNo } })}
          empty={t('board.stuck_empty')}
          above={470}
        />
      </Panel>
    </>
  );
}

function Flow() {
  const { t } = useWords();
  const spell = useSpan();
  const summary = useLive('showSummary', {});
  if (summary.error && !summary.data) return <Trouble error={summary.error} again={summary.again} />;
  const { states, backlog } = summary.data ?? { states: {}, backlog: undefined };
  return (
    <Panel title={t('board.flow')} extra={<AsOf ms={summary.asOfMs} stale={summary.error !== null} />}>
      <div className="board">
        {STATES.map((state) => (
          <Link key={state} to="/orders" search={{ state }} className="lane">
            <span className="lane-count">{states[state] ?? 0}</span>
            <StateChip state={state} />
          </Link>
        ))}
      </div>
      {backlog && backlog.unsent + backlog.sent > 0 && (
        <p className="quiet">
          {t('board.backlog', { unsent: backlog.unsent, span: spell(backlog.oldestSeconds * 1000) })}
        </p>
      )}
    </Panel>
  );
}
