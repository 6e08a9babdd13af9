import { Link } from '@tanstack/react-router';
import { Alert, Button, Empty, Select, Skeleton, Tag } from 'antd';
import { useState } from 'react';
import type { Item } from '../live.js';
import { useLiveList } from '../live.js';
import { useMay } from '../me.js';
import { AsOf } from '../parts/as-of.js';
import { Money } from '../parts/money.js';
import { Panel } from '../parts/panel.js';
import { Trouble } from '../parts/trouble.js';
import { useWords } from '../words.js';
import { Bills } from './bills.js';
import './books-words.js';
import './books.css';
import { Differences } from './differences.js';
import { Postings } from './postings.js';

const BALANCES = ['all', 'open', 'settled', 'over', 'other'] as const;
type Balance = (typeof BALANCES)[number];
type Account = Item<'listAccounts'>;

const TONES: Readonly<Record<Account['balance'], string>> = {
  open: 'gold',
  settled: 'green',
  over: 'red',
  other: 'red',
};

/** What finance keeps: how orders stand, bills of providers and how they differ, and what is to be posted (P3.2.3). */
export function BooksScreen() {
  const { t } = useWords();
  if (!useMay('books.keep')) return <Alert type="info" showIcon title={t('books.no_right')} />;
  return (
    <>
      <header className="head">
        <h1>{t('books.title')}</h1>
      </header>
      <Differences />
      <Accounts />
      <Bills />
      <Postings />
    </>
  );
}

function Accounts() {
  const { t } = useWords();
  const [balance, setBalance] = useState<Balance>('open');
  const list = useLiveList('listAccounts', balance === 'all' ? {} : { balance });
  const choice = (
    <Select<Balance>
      aria-label={t('books.balance')}
      value={balance}
      onChange={setBalance}
      options={BALANCES.map((one) => ({ value: one, label: t(`books.balance.${one}`) }))}
    />
  );
  return (
    <Panel title={t('books.accounts')} extra={choice}>
      {list.error && !list.data && <Trouble error={list.error} again={list.again} />}
      {!list.data && list.slow && <Skeleton active />}
      {list.data && <AsOf ms={list.asOfMs} stale={list.error !== null} />}
      {list.data?.length === 0 && <Empty description={t('books.accounts_empty')} />}
      <ul className="rows" aria-label={t('books.accounts')}>
        {list.data?.map((one) => (
          <li key={one.orderNo}>
            <OneAccount one={one} />
          </li>
        ))}
      </ul>
      {list.more && (
        <Button loading={list.loadingMore} onClick={list.more}>
          {t('books.more')}
        </Button>
      )}
    </Panel>
  );
}

function OneAccount({ one }: { one: Account }) {
  const { t } = useWords();
  const { orderNo, currency, balance, mismatches } = one;
  const sums = [
    [t('books.due'), one.dueMinor],
    [t('books.received'), one.receivedMinor],
    [t('books.refunded'), one.refundedMinor],
  ] as const;
  return (
    <div className="books-row">
      <span>
        <Link to="/orders/$orderNo" params={{ orderNo }} className="mono">
          {orderNo}
        </Link>{' '}
        <Tag color={TONES[balance]}>{t(`books.balance.${balance}`)}</Tag>
        {mismatches > 0 && <Tag color="red">{t('books.mismatches', { count: mismatches })}</Tag>}
      </span>
      <span className="books-sums">
        {sums.map(([name, minor]) => (
          <span key={name}>
            <span className="quiet">{name}</span> <Money minor={minor} currency={currency} />
          </span>
        ))}
      </span>
    </div>
  );
}
