import { Input } from 'antd';
import { useState } from 'react';
import { Ask } from '../parts/ask.js';
import { useWords } from '../words.js';
import { ROOT_CAUSES, rootCauseOf } from './root-causes.js';
import { useCaseDeed } from './use-case-deed.js';

/** A retry at a time to come; the record holds it, and the sweeper asks for it then. */
export function RetryAtAsk({ caseId, done }: { caseId: string; done: () => void }) {
  const { t } = useWords();
  const { send, busy } = useCaseDeed('retryCase', 'retry_at', done);
  const [at, setAt] = useState('');
  const [tried, setTried] = useState(false);
  const atMs = Date.parse(at);
  const early = Number.isNaN(atMs) || atMs <= Date.now();
  const confirm = (code: string, note: string | undefined) => {
    setTried(true);
    if (early) return;
    const body = { rootCause: rootCauseOf(code), at: new Date(atMs).toISOString() };
    send({ params: { caseId }, body: { ...body, ...(note !== undefined && { note }) } });
  };
  return (
    <Ask
      title={t('case.retry_at')}
      group="rootCause"
      codes={ROOT_CAUSES}
      label={t('case.root_cause')}
      missing={t('case.root_cause_missing')}
      busy={busy}
      cancel={done}
      confirm={confirm}
    >
      <label className="form" htmlFor="retry-at">
        <span>{t('case.at')}</span>
        <Input
          id="retry-at"
          type="datetime-local"
          value={at}
          {...(tried && early && { status: 'error' as const })}
          onChange={(event) => setAt(event.target.value)}
        />
      </label>
      {tried && early && <span className="late">{t('case.at_missing')}</span>}
      <p className="quiet">{t('case.at_how')}</p>
    </Ask>
  );
}
