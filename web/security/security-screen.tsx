import { App, Skeleton } from 'antd';
import { useLive } from '../live.js';
import { useMay } from '../me.js';
import { AsOf } from '../parts/as-of.js';
import { Panel } from '../parts/panel.js';
import { Trouble } from '../parts/trouble.js';
import { When } from '../parts/when.js';
import { ChangePasswordForm } from '../sign-in/change-password-form.js';
import { useWords } from '../words.js';
import { DigestsPanel } from './digests-panel.js';
import { PasskeysPanel } from './passkeys-panel.js';
import { RecoveryPanel } from './recovery-panel.js';
import { SessionsPanel } from './sessions-panel.js';
import { TotpPanel } from './totp-panel.js';

/** What a person signs in with, and where they are signed in. */
export function SecurityScreen() {
  const { t } = useWords();
  const { message } = App.useApp();
  const readsStuck = useMay('stuck.read');
  const { data, error, again, asOfMs, slow } = useLive('showSecurity', {});
  if (error && !data) return <Trouble error={error} again={again} />;
  if (!data) return slow ? <Skeleton active /> : null;
  return (
    <>
      <div className="head">
        <h1>{t('security.title')}</h1>
        <AsOf ms={asOfMs} stale={error !== null} />
      </div>
      <div className="panes panes-order">
        <div>
          <TotpPanel security={data} />
          <PasskeysPanel security={data} />
          <RecoveryPanel security={data} />
          {readsStuck && <DigestsPanel />}
        </div>
        <div>
          <SessionsPanel sessions={data.sessions} />
          <Panel title={t('password.change')}>
            {data.passwordChangedAt && (
              <p className="quiet">
                {t('password.changed')} <When at={data.passwordChangedAt} />
              </p>
            )}
            <ChangePasswordForm
              changed={() => {
                void message.success(t('password.done'));
                again();
              }}
            />
          </Panel>
        </div>
      </div>
    </>
  );
}
