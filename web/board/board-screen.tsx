import { Alert } from 'antd';
import { lazy, Suspense } from 'react';
import { useLive } from '../live.js';
import { AsOf } from '../parts/as-of.js';
import { Boundary } from '../parts/boundary.js';
import { Panel } from '../parts/panel.js';
import { Trouble } from '../parts/trouble.js';
import { useWords } from '../words.js';
import { Faults } from './faults.js';
import { FlowBoard, Resting } from './flow-board.js';
import { StuckPanel } from './stuck-panel.js';
import { BoardTiles } from './tiles.js';

/** Charts come after the numbers. */
const ChartPanel = lazy(async () => ({ default: (await import('./chart-panel.js')).ChartPanel }));

/** Where the orders are, which of them do not move and why, and what is done about it (P4.2.2, P4.2.3). */
export function BoardScreen() {
  const { t } = useWords();
  const { data: board, error, again } = useLive('showBoard', {});
  if (error && !board)
    return (
      <>
        <h1>{t('board.title')}</h1>
        <Trouble error={error} again={again} />
      </>
    );
  return (
    <>
      <div className="head">
        <h1>{t('board.title')}</h1>
        {board?.asOf && <AsOf ms={Date.parse(board.asOf)} stale={error !== null} />}
      </div>
      {board?.tiles === null && <Alert type="info" title={t('desk.counting')} />}
      {board?.tiles && <BoardTiles tiles={board.tiles} />}
      {board && <Faults faults={board.faults} />}
      {board && (
        <Panel title={t('board.flow')}>
          <FlowBoard board={board} />
          <Resting board={board} />
        </Panel>
      )}
      <StuckPanel />
      <Boundary>
        <Suspense>{board && <ChartPanel board={board} />}</Suspense>
      </Boundary>
    </>
  );
}
