import { useNavigate } from '@tanstack/react-router';
import { Button, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { useLive } from '../live.js';
import { usePhone } from '../phone.js';
import { useWords } from '../words.js';
import { queryOf, type ReviewSearch, VIEWS, type View } from './search.js';

const RISKS = [
  'amount_at_least',
  'watched',
  'amended_after_issue',
  'mismatch_corrected',
  'scan_anomaly',
  'reissued',
  'first_order_at_least',
  'entered_by_own_hand',
];

/** Views with their counts, and what narrows them; all of it lives in the address. */
export function Filters({ search }: { search: ReviewSearch }) {
  const { t, word } = useWords();
  const go = useNavigate();
  const { view = 'open', reason } = search;
  const set = (change: ReviewSearch) => void go({ to: '/reviews', search: { ...search, ...change } });
  const { data: counts } = useLive('countReviews', { query: queryOf(search) });
  const badge = (one: View) => (counts && one !== 'all' ? ` ${counted(counts[one])}` : '');
  return (
    <>
      <div className="buttons views">
        {VIEWS.map((one) => (
          <Button
            key={one}
            size="small"
            type={one === view ? 'primary' : 'default'}
            aria-pressed={one === view}
            onClick={() => set({ view: one })}
          >
            {word('view', one)}
            {badge(one)}
          </Button>
        ))}
      </div>
      <Folded>
        <Select
          aria-label={t('reviews.reason')}
          className="filter"
          allowClear
          placeholder={t('reviews.reason')}
          value={reason ?? null}
          onChange={(value) => set({ reason: value ?? undefined })}
          options={RISKS.map((value) => ({ value, label: word('risk', value) }))}
        />
        <Amount
          label={t('reviews.amount_from')}
          minor={search.amountFrom}
          set={(amountFrom) => set({ amountFrom })}
        />
        <Amount
          label={t('reviews.amount_to')}
          minor={search.amountTo}
          set={(amountTo) => set({ amountTo })}
        />
        <Day label={t('reviews.due_from')} day={search.dueFrom} set={(dueFrom) => set({ dueFrom })} />
        <Day label={t('reviews.due_to')} day={search.dueTo} set={(dueTo) => set({ dueTo })} />
      </Folded>
    </>
  );
}

const MOST_COUNTED = 999;
/** The server counts one further, and no more. */
const counted = (count: number) => (count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count));

/** On a phone what narrows the queue lies behind one line, so that the queue begins at the top. */
function Folded({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const inside = <div className="buttons views filters">{children}</div>;
  if (!usePhone()) return inside;
  return (
    <details>
      <summary>{t('reviews.filters')}</summary>
      {inside}
    </details>
  );
}

interface Bound {
  label: string;
  set(value: string | undefined): void;
}

/** Two decimals, as most currencies have them. */
function Amount({ label, minor, set }: Bound & { minor: string | undefined }) {
  return (
    <InputNumber
      aria-label={label}
      placeholder={label}
      min={0}
      precision={2}
      controls={false}
      value={minor === undefined ? null : Number(minor) / 100}
      onChange={(value) => set(value === null ? undefined : String(Math.round(value * 100)))}
    />
  );
}

function Day({ label, day, set }: Bound & { day: string | undefined }) {
  return (
    <span className="day">
      <span className="quiet" aria-hidden>
        {label}
      </span>
      <Input
        type="date"
        aria-label={label}
        value={day ?? ''}
        onChange={(event) => set(event.target.value === '' ? undefined : event.target.value)}
      />
    </span>
  );
}
