import { Alert, Button, Input, Switch } from 'antd';
import { useState } from 'react';
import type { Answer } from '../client.js';
import { useDeed, useLive } from '../live.js';
import { useAttempt } from '../parts/attempt.js';
import { Panel } from '../parts/panel.js';
import { Trouble } from '../parts/trouble.js';
import { useWords } from '../words.js';

/** Digests of stuck orders by e-mail: which, and where to (P4.2.2). */
export function DigestsPanel() {
  const { t } = useWords();
  const { data, error, again } = useLive('showDigests', {});
  if (error && !data) return <Trouble error={error} again={again} />;
  if (!data) return null;
  return (
    <Panel title={t('digests.title')}>
      <Choice key={JSON.stringify(data)} kept={data} chosen={again} />
    </Panel>
  );
}

function Choice({ kept, chosen }: { kept: Answer<'showDigests'>; chosen: () => void }) {
  const { t } = useWords();
  const choose = useDeed('chooseDigests');
  const { said, busy, run } = useAttempt();
  const [email, setEmail] = useState(kept.email ?? '');
  const [daily, setDaily] = useState(kept.daily);
  const [weekly, setWeekly] = useState(kept.weekly);
  const wants = daily || weekly;
  const body = { email: wants ? email.trim() : null, daily, weekly };
  return (
    <>
      <p className="quiet">{t('digests.about')}</p>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
      <p>
        <Switch checked={daily} onChange={setDaily} aria-label={t('digests.daily')} /> {t('digests.daily')}
      </p>
      <p>
        <Switch checked={weekly} onChange={setWeekly} aria-label={t('digests.weekly')} />{' '}
        {t('digests.weekly')}
      </p>
      <p>
        <Input
          type="email"
          autoComplete="email"
          maxLength={254}
          aria-label={t('digests.email')}
          placeholder={t('digests.email')}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </p>
      <Button
        type="primary"
        loading={busy}
        disabled={wants && email.trim() === ''}
        onClick={() => void run(async () => choose.mutateAsync({ body }).then(chosen))}
      >
        {t('digests.save')}
      </Button>
      {wants && email.trim() === '' && <p className="quiet">{t('digests.email_missing')}</p>}
    </>
  );
}
