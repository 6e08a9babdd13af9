import { Button, InputNumber } from 'antd';
import { useState } from 'react';
import { money, places, typedAs } from '../format.js';
import { useWords } from '../words.js';
import { cashOf } from './cash.js';
import type { Told } from './use-told.js';

interface Props {
  currency: string;
  openMinor: number;
  told: Told;
}

/** Cash over the counter: what was given, what of it is taken, what goes back. */
export function ByCash({ currency, openMinor, told: { state, busy } }: Props) {
  const { t } = useWords();
  const [given, setGiven] = useState(typedAs(openMinor, currency));
  const cash = cashOf(given, { openMinor, currency });
  const take = () =>
    cash &&
    state(
      { type: 'payment_received', amountMinor: cash.takenMinor, currency },
      t('till.received', { amount: money(cash.takenMinor, currency) }),
    );
  return (
    <div className="till-cash">
      <h3>{t('till.cash')}</h3>
      <InputNumber
        stringMode
        size="large"
        className="wide"
        aria-label={t('till.given', { currency })}
        inputMode="decimal"
        min="0"
        precision={places(currency)}
        value={given}
        onChange={(typed) => setGiven(typed ?? '')}
      />
      {cash && cash.changeMinor > 0 && (
        <p className="till-change">{t('till.change', { amount: money(cash.changeMinor, currency) })}</p>
      )}
      <Button
        type="primary"
        size="large"
        block
        className="big"
        loading={busy}
        disabled={!cash}
        onClick={take}
      >
        {t('till.take', { amount: money(cash?.takenMinor ?? 0, currency) })}
      </Button>
    </div>
  );
}
