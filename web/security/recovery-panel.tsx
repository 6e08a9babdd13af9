import { Alert, Button } from 'antd';
import { useState } from 'react';
import type { Answer } from '../client.js';
import { useDeed } from '../live.js';
import { useAttempt } from '../parts/attempt.js';
import { Panel } from '../parts/panel.js';
import { useWords } from '../words.js';
import { RecoveryCodes } from './recovery-codes.js';

/** What helps when phone and key are lost. */
export function RecoveryPanel({ security }: { security: Answer<'showSecurity'> }) {
  const { t } = useWords();
  const renew = useDeed('renewRecoveryCodes');
  const { said, busy, run } = useAttempt();
  const [codes, setCodes] = useState<string[]>([]);
  const { recoveryCodes, totpSince, passkeys } = security;
  const none = totpSince === null && passkeys.length === 0;
  return (
    <Panel title={t('recovery.title')}>
      <p className={!none && recoveryCodes < 3 ? 'late' : undefined}>
        {t('recovery.left', { count: recoveryCodes })}
      </p>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
      <Button
        disabled={none}
        loading={busy}
        onClick={() => void run(async () => setCodes((await renew.mutateAsync({})).recoveryCodes))}
      >
        {t('recovery.renew')}
      </Button>
      {none && <p className="quiet">{t('recovery.needless')}</p>}
      <RecoveryCodes codes={codes} close={() => setCodes([])} />
    </Panel>
  );
}
