import { money } from '../format.js';
import { Parcels } from '../goods/parcels.js';
import { useLive } from '../live.js';
import { useWords } from '../words.js';
import type { Of } from './face-parts.js';

/** What to pick, pack, ship or deliver, and to whom; its lines unless they are being handled on the same screen (P3.2.4). */
export function LogisticsFace({ orderNo, currency, face, lines }: Of<'logistics'> & { lines: boolean }) {
  const { t } = useWords();
  const address = useLive('showOrder', { params: { orderNo } }).data?.customer?.address;
  const openMinor = face.dueMinor - face.paidMinor;
  const hidden = face.lineCount - face.lines.length;
  return (
    <section aria-label={t('face.logistics')} className="face">
      {openMinor > 0 && face.settlement !== 'on_account' && (
        <p className="late" role="note">
          {t(face.settlement === 'prepaid' ? 'face.unpaid' : 'face.collect', {
            amount: money(openMinor, currency),
          })}
        </p>
      )}
      {address !== undefined && <p className="raw face-address">{address}</p>}
      {lines && (
        <ul className="records" aria-label={t('order.lines')}>
          {face.lines.map((line) => (
            <li key={line.lineNo}>
              <span className="wrap">{line.name}</span>
              <b className="number">× {line.quantity}</b>
              <span className="quiet number">
                {t('goods.far', { picked: line.picked, packed: line.packed, shipped: line.shipped })}
              </span>
            </li>
          ))}
          {hidden > 0 && <li className="quiet">{t('scan.more_lines', { count: hidden })}</li>}
        </ul>
      )}
      <Parcels orderNo={orderNo} />
    </section>
  );
}
