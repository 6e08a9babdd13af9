import type { Answer } from '../client.js';
import { Panel } from '../parts/panel.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import { failureOf } from './failure.js';

type Attempt = Answer<'showCaseWork'>['attempts'][number];

/** Each try, the last one first: what failed in plain words, the whole error on demand. */
export function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
  const { t } = useWords();
  return (
    <Panel title={t('bench.attempts')}>
      {attempts.length === 0 && <p className="quiet">{t('bench.attempts_none')}</p>}
      <ol className="tries">
        {attempts.toReversed().map(({ attempt, code, failedAt }) => (
          <li key={attempt}>
            <b>{t('bench.attempt', { no: attempt })}</b> <span>{t(failureOf(code))}</span>{' '}
            <span className="quiet">
              <When at={failedAt} />
            </span>
            <details>
              <summary>{t('bench.full_error')}</summary>
              <pre className="mono raw">{code}</pre>
            </details>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
