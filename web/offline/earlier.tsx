import { Tag } from 'antd';
import { moment } from '../format.js';
import { useWords } from '../words.js';
import type { ToldScan } from './store.js';

const COLOURS = { recorded: 'green', conflict: 'gold', refused: 'red' } as const;

/** What was scanned on this phone, the latest first, and what it came to once it was sent. */
export function Earlier({ told }: { told: readonly ToldScan[] }) {
  const { t, word, language } = useWords();
  return (
    <section aria-label={t('offline.earlier')}>
      <h2>{t('offline.earlier')}</h2>
      <ul className="records offline-earlier">
        {told.map(({ number, orderNo, purpose, at, colour, settled }) => (
          <li key={number} data-number={number} data-settled={settled?.verdict ?? 'waiting'}>
            <span className="wrap">
              <b className={orderNo === null ? '' : 'mono'}>{orderNo ?? t('offline.unknown_order')}</b>
              <span className="quiet">
                {` ${purpose === 'look' || purpose === 'receive' ? t(`scan.purpose_${purpose}`) : word('fact', purpose)} · ${moment(at, language)}`}
              </span>
              {settled && settled.verdict !== 'recorded' && (
                <span className="quiet"> {settled.sentence}</span>
              )}
            </span>
            {settled ? (
              <Tag color={COLOURS[settled.verdict]}>{t(`offline.settled_${settled.verdict}`)}</Tag>
            ) : (
              <Tag color={colour === 'green' ? 'green' : 'gold'}>
                {t(colour === 'green' ? 'offline.green' : 'offline.amber')}
                {` · ${t('offline.not_sent')}`}
              </Tag>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
