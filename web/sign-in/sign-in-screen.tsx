import { Alert, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { send } from '../client.js';
import { useTrouble } from '../parts/trouble.js';
import { isSignedIn, signedOut, signIn } from '../session.js';
import { useWords } from '../words.js';

/** Takes a token, asks the server who that is, and keeps it only when it is somebody. */
export function SignInScreen({ entered }: { entered: () => void }) {
  const { t } = useWords();
  const tell = useTrouble();
  const [token, setToken] = useState('');
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);
  const enter = async () => {
    if (!signIn(token.trim())) return setSaid(t('sign_in.bad'));
    setBusy(true);
    try {
      await send('showMe', {});
      entered();
    } catch (error) {
      const known = isSignedIn();
      signedOut();
      setSaid(known && error instanceof Error ? tell(error).sentence : t('sign_in.refused'));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void enter();
  };
  return (
    <main className="sign-in">
      <form className="panel" onSubmit={submit}>
        <h1>{t('app.title')}</h1>
        <label className="form" htmlFor="token">
          <span>{t('sign_in.token')}</span>
          <Input.Password
            id="token"
            autoFocus
            size="large"
            autoComplete="current-password"
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
        </label>
        <p className="quiet">{t('sign_in.hint')}</p>
        {said && <Alert type="error" showIcon role="alert" title={said} />}
        <Button type="primary" size="large" htmlType="submit" block loading={busy}>
          {t('sign_in.submit')}
        </Button>
      </form>
    </main>
  );
}
