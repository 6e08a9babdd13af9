import { Link } from '@tanstack/react-router';
import type { Answer } from '../client.js';
import { useSpan } from '../parts/when.js';
import { useWords } from '../words.js';
import type { BoardSearch } from './views.js';

type Tiles = NonNullable<Answer<'showBoard'>['tiles']>;

/** The day in numbers; each opens its orders. */
export function BoardTiles({ tiles }: { tiles: Tiles }) {
  const { t } = useWords();
  const spell = useSpan();
  const off = tiles.writtenOffAuto + tiles.writtenOffReviewed;
  const share = off === 0 ? 0 : Math.round((tiles.writtenOffAuto / off) * 100);
  const oldest = tiles.oldestReviewAt;
  return (
    <ul className="tiles" aria-label={t('desk.tiles')}>
      <Tile count={tiles.stuck} title={t('desk.stuck')} search={{ view: 'late' }} red />
      <Tile
        count={tiles.handoversLost}
        title={t('desk.handovers_lost')}
        search={{ tile: 'handovers_lost' }}
        note={t('desk.handovers_open', { count: tiles.handoversOpen })}
        red
      />
      <Tile count={tiles.exceptions} title={t('desk.exceptions')} to="/cases" />
      <Tile
        count={tiles.inReview}
        title={t('desk.in_review')}
        search={{ view: 'all', state: 'pending_review' }}
        note={oldest ? t('desk.oldest', { span: spell(Date.now() - Date.parse(oldest)) }) : ''}
      />
      <Tile count={tiles.issuedToday} title={t('desk.issued_today')} search={{ tile: 'issued_today' }} />
      <Tile
        count={tiles.writtenOffAuto}
        title={t('desk.auto_today')}
        search={{ tile: 'auto_today' }}
        note={off === 0 ? '' : t('desk.share', { percent: share })}
      />
      <Tile
        count={tiles.writtenOffReviewed}
        title={t('desk.reviewed_today')}
        search={{ tile: 'reviewed_today' }}
        note={off === 0 ? '' : t('desk.share', { percent: 100 - share })}
      />
      <Tile count={tiles.activeCodes} title={t('desk.active_codes')} to="/orders" />
      <Tile count={tiles.watched} title={t('desk.watched')} search={{ view: 'watched' }} />
      <Tile count={tiles.held} title={t('desk.held')} search={{ view: 'held' }} />
    </ul>
  );
}

interface TileProps {
  count: number;
  title: string;
  search?: BoardSearch;
  to?: '/cases' | '/orders';
  note?: string;
  red?: boolean;
}

function Tile({ count, title, search, to, note = '', red = false }: TileProps) {
  const inside = (
    <>
      <span className={red && count > 0 ? 'lane-count late' : 'lane-count'}>{count}</span>
      <span>{title}</span>
      <span className="quiet tile-note">{note}</span>
    </>
  );
  return (
    <li>
      {to ? (
        <Link to={to} className="lane">
          {inside}
        </Link>
      ) : (
        <Link to="/board" search={search ?? {}} className="lane">
          {inside}
        </Link>
      )}
    </li>
  );
}
