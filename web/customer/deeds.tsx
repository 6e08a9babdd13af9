import { useState } from 'react';
import { ask, newKey } from './ask.js';
import { useAttempt } from './attempt.js';
import { Card } from './frame.js';
import { useSpeech } from './speech.js';

interface Deed {
  onDone: () => Promise<void>;
}

export function Said({ said }: { said: string | undefined }) {
  return said === undefined ? null : (
    <p role="alert" className="bad">
      {said}
    </p>
  );
}

/** The goods arrived, or the service was done. */
export function Confirm({ onDone }: Deed) {
  const { t } = useSpeech();
  const { busy, said, run } = useAttempt();
  const [key] = useState(newKey);
  const confirm = async () => {
    await ask('confirmByCustomer', {}, key);
    await onDone();
  };
  return (
    <Card title={t('confirm.title')}>
      <p>{t('confirm.why')}</p>
      <button type="button" className="main" disabled={busy} onClick={() => void run(confirm)}>
        {t('confirm.submit')}
      </button>
      <Said said={said} />
    </Card>
  );
}

const PROBLEMS = ['not_received', 'damaged', 'wrong_items', 'payment', 'other'] as const;

/** What is wrong: a kind, and the customer's own words if they like. */
export function Problem({ open, onDone }: Deed & { open: boolean }) {
  const { t } = useSpeech();
  const { busy, said, run } = useAttempt();
  const [problem, setProblem] = useState<(typeof PROBLEMS)[number]>('not_received');
  const [text, setText] = useState('');
  const [key] = useState(newKey);
  const report = async () => {
    const words = text.trim();
    await ask('reportProblem', { problem, ...(words !== '' && { text: words }) }, key);
    await onDone();
  };
  if (open)
    return (
      <Card title={t('problem.title')}>
        <p role="status">{t('problem.done')}</p>
      </Card>
    );
  return (
    <Card title={t('problem.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run(report);
        }}
      >
        <label>
          {t('problem.what')}
          <select
            value={problem}
            onChange={({ target }) => setProblem(PROBLEMS.find((one) => one === target.value) ?? 'other')}
          >
            {PROBLEMS.map((one) => (
              <option key={one} value={one}>
                {t(`problem.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('problem.text')}
          <textarea rows={3} maxLength={2000} value={text} onChange={({ target }) => setText(target.value)} />
        </label>
        <button type="submit" disabled={busy}>
          {t('problem.submit')}
        </button>
      </form>
      <Said said={said} />
    </Card>
  );
}

/** Somebody else used the code: people are told, and every other page of it is shut. */
export function Misuse() {
  const { t } = useSpeech();
  const { busy, said, run } = useAttempt();
  const [told, setTold] = useState(false);
  const tell = async () => {
    await ask('reportMisuse', {});
    setTold(true);
  };
  if (told) return <p role="status">{t('misuse.done')}</p>;
  return (
    <>
      <button type="button" disabled={busy} onClick={() => void run(tell)}>
        {t('misuse.submit')}
      </button>
      <Said said={said} />
    </>
  );
}
