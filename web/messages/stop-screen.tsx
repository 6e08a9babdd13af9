import { Alert, Button } from 'antd';
import { useState } from 'react';
import { send } from '../client.js';
import { useAttempt } from '../parts/attempt.js';
import { Panel } from '../parts/panel.js';
import { useWords } from '../words.js';

/** Where the link of a message leads: opening it changes nothing, the button does. */
export function StopScreen() {
  const { t, word } = useWords();
  const { said, busy, run } = useAttempt();
  const [stopped, setStopped] = useState<string>();
  const [key] = useState(() => crypto.randomUUID());
  const stop = async () => {
    const proof = window.location.hash.slice(1);
    setStopped((await send('stopMessages', { body: { proof } }, { key })).channel);
  };
  return (
    <main className="sign-in">
      <Panel title={t('stop.title')}>
        {stopped === undefined ? (
          <>
            <p>{t('stop.what')}</p>
            <Button type="primary" danger disabled={busy} onClick={() => void run(stop)}>
              {t('stop.confirm')}
            </Button>
          </>
        ) : (
          <p role="status">{t('stop.done', { channel: word('channel', stopped) })}</p>
        )}
        {said && <Alert type="error" showIcon role="alert" title={said} />}
      </Panel>
    </main>
  );
}
