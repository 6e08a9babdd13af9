import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Empty, Select } from 'antd';
import { useState } from 'react';
import { type Answer, sendBill } from '../client.js';
import { useLive } from '../live.js';
import { useAttempt } from '../parts/attempt.js';
import { Panel } from '../parts/panel.js';
import { Trouble } from '../parts/trouble.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import './books-words.js';

type Provider = Bill['provider'];
type Bill = Answer<'listBills'>['items'][number];

const PROVIDERS = ['wechat', 'alipay'] as const;

/** Bills that were taken, and the place to hand in another. */
export function Bills() {
  const { t } = useWords();
  const list = useLive('listBills', {});
  return (
    <Panel title={t('books.bills')}>
      <p className="quiet">{t('books.bills_what')}</p>
      <HandIn />
      {list.error && !list.data && <Trouble error={list.error} again={list.again} />}
      {list.data?.items.length === 0 && <Empty description={t('books.bills_empty')} />}
      <ul className="rows" aria-label={t('books.bills')}>
        {list.data?.items.map((one) => (
          <li key={one.billId}>
            <OneBill one={one} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function OneBill({ one }: { one: Bill }) {
  const { t } = useWords();
  const { provider, day, rows, matched, differences, takenBy } = one;
  return (
    <div>
      <b>
        {t(`books.provider.${provider}`)} {day}
      </b>
      <br />
      <span className="quiet">
        {t('books.bill_line', { rows, matched, differences, person: takenBy })} · <When at={one.takenAt} />
      </span>
    </div>
  );
}

function HandIn() {
  const { t } = useWords();
  const line = useQueryClient();
  const { said, setSaid, busy, run } = useAttempt();
  const [provider, setProvider] = useState<Provider>('wechat');
  const [day, setDay] = useState('');
  const [file, setFile] = useState<File>();
  const take = () => {
    if (!file || day === '') return setSaid(t('books.no_file'));
    void run(async () => {
      await sendBill({ query: { provider, day } }, file);
      await line.invalidateQueries();
    });
  };
  return (
    <div className="books-form">
      <Select<Provider>
        aria-label={t('books.provider')}
        value={provider}
        onChange={setProvider}
        options={PROVIDERS.map((one) => ({ value: one, label: t(`books.provider.${one}`) }))}
      />
      <label>
        {t('books.day')} <input type="date" value={day} onChange={({ target }) => setDay(target.value)} />
      </label>
      <label>
        {t('books.file')}{' '}
        <input type="file" accept=".csv,text/csv" onChange={({ target }) => setFile(target.files?.[0])} />
      </label>
      <Button type="primary" loading={busy} onClick={take}>
        {t('books.take')}
      </Button>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
    </div>
  );
}
