import { useState } from 'react';
import { ask } from './ask.js';
import { useAttempt } from './attempt.js';
import { Card } from './frame.js';
import { useSpeech } from './speech.js';

const DIGITS = { phone: 4, code: 6 } as const;

/** The second proof: the phone number of the order, or a one-time code sent to its customer. */
export function Proof({ onProven }: { onProven: () => Promise<void> }) {
  const { t } = useSpeech();
  const { busy, said, run } = useAttempt();
  const [by, setBy] = useState<keyof typeof DIGITS>('phone');
  const [text, setText] = useState('');
  const [minutes, setMinutes] = useState<number>();
  const prove = () =>
    run(async () => {
      await ask('proveCustomer', { [by]: text });
      await onProven();
    });
  const send = () => run(async () => setMinutes((await ask('askProofCode', {})).minutes));
  const turn = () => {
    setBy(by === 'phone' ? 'code' : 'phone');
    setText('');
  };
  return (
    <Card title={t('proof.title')}>
      <p>{t('proof.why')}</p>
      {by === 'code' && (
        <button type="button" disabled={busy} onClick={() => void send()}>
          {t('proof.send')}
        </button>
      )}
      {by === 'code' && minutes !== undefined && <p role="status">{t('proof.sent', { minutes })}</p>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void prove();
        }}
      >
        <label>
          {t(`proof.${by}`)}
          <input
            inputMode="numeric"
            autoComplete={by === 'code' ? 'one-time-code' : 'off'}
            pattern={`[0-9]{${DIGITS[by]}}`}
            maxLength={DIGITS[by]}
            required
            value={text}
            onChange={({ target }) => setText(target.value.replaceAll(/\D/g, ''))}
          />
        </label>
        <button type="submit" className="main" disabled={busy || text.length !== DIGITS[by]}>
          {t('proof.submit')}
        </button>
      </form>
      {said !== undefined && (
        <p role="alert" className="bad">
          {said}
        </p>
      )}
      <button type="button" className="quiet" onClick={turn}>
        {t(by === 'phone' ? 'proof.by_code' : 'proof.by_phone')}
      </button>
    </Card>
  );
}
