import type { Answer } from '../client.js';
import { moment, money } from '../format.js';
import { Panel } from '../parts/panel.js';
import { type Speech, useWords } from '../words.js';

type Code = Answer<'checkReview'>['code'];

/** What the code carries beside what the order says; what differs stands out. */
export function CodeCheck({ code }: { code: Code }) {
  const { t, word } = useWords();
  if (!code)
    return (
      <Panel title={t('review.code')}>
        <p className="quiet">{t('order.no_code')}</p>
      </Panel>
    );
  const { symbol } = code;
  return (
    <Panel title={t('review.code')}>
      <p className={code.verdict === 'code_live' ? 'good' : 'late'}>
        {t('review.code_verdict', { verdict: word('codeVerdict', code.verdict), issueNo: code.issueNo })}
      </p>
      {symbol && (
        <p className="quiet">
          {t(symbol.decoded ? 'review.symbol_read' : 'review.symbol_unread', {
            version: symbol.version,
            ecc: symbol.ecc,
            decoder: symbol.decoder,
          })}
        </p>
      )}
      {code.carried.length === 0 ? (
        <p className="quiet">{t('review.short_code')}</p>
      ) : (
        <Carried code={code} />
      )}
    </Panel>
  );
}

function Carried({ code }: { code: NonNullable<Code> }) {
  const speech = useWords();
  const { t, word } = speech;
  const currency = code.carried.find(({ field }) => field === 'currency')?.order ?? '';
  const shown = (field: string, value: string | null) => tell(field, value, currency, speech);
  return (
    <div className="scroll-x">
      <table className="plain">
        <thead>
          <tr>
            {(['review.field', 'review.in_order', 'review.in_code', 'order.met'] as const).map((key) => (
              <th key={key} scope="col">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {code.carried.map(({ field, order, code: inCode, same }) => (
            <tr key={field}>
              <td>{word('carried', field)}</td>
              <td>{shown(field, order)}</td>
              <td>{shown(field, inCode)}</td>
              <td className={same ? 'good' : 'late'}>{t(same ? 'review.same' : 'review.differs')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function tell(field: string, value: string | null, currency: string, { t, language }: Speech): string {
  if (value === null) return t('review.hashed');
  if (field === 'amountMinor') return money(Number(value), currency);
  return field === 'orderedAt' ? moment(value, language) : value;
}
