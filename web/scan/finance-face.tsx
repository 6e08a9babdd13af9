import { Link } from '@tanstack/react-router';
import { money } from '../format.js';
import { useMay } from '../me.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import { MoneyFields, type Of } from './face-parts.js';

/** What is due, paid and given back; the record of it, latest first (P3.2.3). */
export function FinanceFace({ currency, face }: Of<'finance'>) {
  const { t, word } = useWords();
  const mayBooks = useMay('books.keep');
  return (
    <section aria-label={t('face.finance')} className="face">
      <MoneyFields sums={face} currency={currency} />
      <p className="quiet">{word('settlement', face.settlement)}</p>
      {face.mismatches > 0 && (
        <p className="late" role="note">
          {t('face.mismatches', { count: face.mismatches })}
        </p>
      )}
      <h3>{t('face.payments')}</h3>
      {face.payments.length === 0 && <p className="quiet">{t('face.no_payments')}</p>}
      <ul className="records">
        {face.payments.map((one) => (
          <li key={one.fact}>
            <span>{word('fact', one.type)}</span>
            <b className="number">
              {one.amountMinor === null ? '—' : money(one.amountMinor, one.currency ?? currency)}
            </b>
            <span className="quiet">
              <When at={one.at} />
            </span>
          </li>
        ))}
      </ul>
      {mayBooks && (
        <Link to="/books" className="touch">
          {t('face.to_books')}
        </Link>
      )}
    </section>
  );
}
