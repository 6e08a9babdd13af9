import { CopyOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import '../bench-words.js';
import { money } from '../format.js';
import { useLive } from '../live.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import { MoneyFields, type Of } from './face-parts.js';

/** What to tell the customer, in words that can be read out; then what happened and who spoke with them (P3.2.2). */
export function ServiceFace({ orderNo, currency, face }: Of<'customer_service'>) {
  const { t, word } = useWords();
  const { message } = App.useApp();
  const names = useLive('showTimeline', { params: { orderNo } }).data?.names ?? {};
  const { code, amountMinor } = face.telling;
  const sentence = t(`telling.${code}`, {
    amount: amountMinor === undefined ? '' : money(amountMinor, currency),
  });
  const copy = () =>
    void navigator.clipboard?.writeText(sentence).then(() => message.success(t('face.copied')));
  return (
    <section aria-label={t('face.service')} className="face">
      <h3>{t('face.tell')}</h3>
      <blockquote className="face-tell">
        {sentence}
        <Button size="small" type="text" icon={<CopyOutlined />} aria-label={t('face.copy')} onClick={copy} />
      </blockquote>
      <MoneyFields sums={face} currency={currency} />
      <h3>{t('face.contacts')}</h3>
      {face.contacts.length === 0 && <p className="quiet">{t('face.no_contacts')}</p>}
      <ul className="records">
        {face.contacts.map((contact) => (
          <li key={`${contact.at} ${contact.by}`}>
            <span>{`${word('contactChannel', contact.channel)} · ${word('direction', contact.direction)}`}</span>
            <span className="quiet">
              {names[contact.by] ?? contact.by} · <When at={contact.at} />
            </span>
          </li>
        ))}
      </ul>
      <h3>{t('face.history')}</h3>
      <ul className="records">
        {face.history.map(({ number, type, at }) => (
          <li key={number}>
            <span>{word('fact', type)}</span>
            <span className="quiet">
              <When at={at} />
            </span>
          </li>
        ))}
      </ul>
      <Link to="/orders/$orderNo" params={{ orderNo }}>
        {t('face.whole_story')}
      </Link>
    </section>
  );
}
