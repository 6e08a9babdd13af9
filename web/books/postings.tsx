import { Alert, Button } from 'antd';
import { useState } from 'react';
import { sendForFile } from '../client.js';
import { useAttempt } from '../parts/attempt.js';
import { Panel } from '../parts/panel.js';
import { saveAs } from '../print/save.js';
import { useWords } from '../words.js';
import './books-words.js';

/** Money that was written down, as a file of double entries; the server asks for a fresh proof and logs it. */
export function Postings() {
  const { t } = useWords();
  const { said, setSaid, busy, run } = useAttempt();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const take = () => {
    if (from === '' || to === '') return setSaid(`${t('books.from')}, ${t('books.to')}`);
    void run(async () =>
      saveAs(await sendForFile('exportPostings', { body: { from, to } }), `postings-${from}-${to}.csv`),
    );
  };
  return (
    <Panel title={t('books.postings')}>
      <p className="quiet">{t('books.postings_what')}</p>
      <div className="books-form">
        <label>
          {t('books.from')}{' '}
          <input type="date" value={from} onChange={({ target }) => setFrom(target.value)} />
        </label>
        <label>
          {t('books.to')} <input type="date" value={to} onChange={({ target }) => setTo(target.value)} />
        </label>
        <Button loading={busy} onClick={take}>
          {t('books.export')}
        </Button>
        {said && <Alert type="error" showIcon role="alert" title={said} />}
      </div>
    </Panel>
  );
}
