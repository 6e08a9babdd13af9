import { Button } from 'antd';
import { send } from '../client.js';
import { sessionEnded, sessionOpened } from '../session.js';
import { useWords } from '../words.js';
import { ChangePasswordForm } from './change-password-form.js';
import type { Session } from './door.js';

/** A password that others know opens nothing but its own change. */
export function ChangePasswordScreen({ entered }: { entered: (session: Session) => void }) {
  const { t } = useWords();
  const leave = () => {
    sessionOpened();
    void send('signOut', {}).then(sessionEnded, sessionEnded);
  };
  return (
    <main className="sign-in">
      <h1>{t('password.must_change')}</h1>
      <p className="quiet">{t('password.must_change_hint')}</p>
      <div className="panel">
        <ChangePasswordForm changed={entered} />
      </div>
      <Button type="link" onClick={leave}>
        {t('shell.sign_out')}
      </Button>
    </main>
  );
}
