import { Alert, Button } from 'antd';
import type { Answer } from '../client.js';
import { useDeed } from '../live.js';
import { useAttempt } from '../parts/attempt.js';
import { Panel } from '../parts/panel.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';

/** Where a person is signed in; this browser's own session ends by signing out. */
export function SessionsPanel({ sessions }: { sessions: Answer<'showSecurity'>['sessions'] }) {
  const { t } = useWords();
  const end = useDeed('endOneSession');
  const { said, busy, run } = useAttempt();
  return (
    <Panel title={t('sessions.title')}>
      <ul className="rows">
        {sessions.map(({ id, browser, signedInAt, seenAt, current }) => {
          const name = browser === '' ? t('sessions.unknown') : browser;
          return (
            <li key={id}>
              <span>
                <b>{name}</b> {current && <span className="good">{t('sessions.current')}</span>}
                <br />
                <span className="quiet">
                  {t('sessions.since')} <When at={signedInAt} /> · {t('sessions.seen')} <When at={seenAt} />
                </span>
              </span>
              {!current && (
                <Button
                  danger
                  disabled={busy}
                  aria-label={t('sessions.end_one', { name })}
                  onClick={() => void run(() => end.mutateAsync({ params: { sessionId: id } }))}
                >
                  {t('sessions.end')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
    </Panel>
  );
}
