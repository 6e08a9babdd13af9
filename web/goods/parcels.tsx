import { useLive } from '../live.js';
import { Panel } from '../parts/panel.js';
import { When } from '../parts/when.js';
import '../scan/face-words.js';
import { useWords } from '../words.js';

/** What left in which parcel, and what arrived; nothing where nothing did. */
export function Parcels({ orderNo }: { orderNo: string }) {
  const { t, word } = useWords();
  const items = useLive('listHandlings', { params: { orderNo } }).data?.items ?? [];
  const sent = items.filter(({ handling }) => handling === 'ship' || handling === 'deliver');
  if (sent.length === 0) return null;
  return (
    <Panel title={t('goods.parcels')}>
      <ul className="records">
        {sent.map((one) => (
          <li key={one.fact}>
            <span>{t(`goods.done_${one.handling}`)}</span>
            <b className="number">
              {one.lines
                ? t('goods.pieces', { count: one.lines.reduce((sum, { quantity }) => sum + quantity, 0) })
                : t('goods.all_left')}
            </b>
            {one.carrier !== null && <span>{word('carrier', one.carrier)}</span>}
            {one.trackingNo !== undefined && <span className="mono wrap">{one.trackingNo}</span>}
            {one.photo !== null && <span className="good">{t('goods.photo_taken')}</span>}
            <span className="quiet">
              <When at={one.at} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
