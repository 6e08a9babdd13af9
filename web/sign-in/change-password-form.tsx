import { Alert, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { send } from '../client.js';
import { useAttempt } from '../parts/attempt.js';
import { useWords } from '../words.js';
import type { Session } from './door.js';

const FIELDS = ['password', 'newPassword', 'again'] as const;
const BLANK = { password: '', newPassword: '', again: '' };

/** The old password, and the new one twice. */
export function ChangePasswordForm({ changed }: { changed: (session: Session) => void }) {
  const { t } = useWords();
  const [typed, setTyped] = useState(BLANK);
  const { said, setSaid, busy, run } = useAttempt();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { password, newPassword, again } = typed;
    if (newPassword !== again) return setSaid(t('password.differs'));
    void run(async () => {
      const session = await send('changePassword', { body: { password, newPassword } });
      setTyped(BLANK);
      changed(session);
    });
  };
  return (
    <form className="form" onSubmit={submit} aria-label={t('password.change')}>
      {FIELDS.map((field) => (
        <label key={field} className="form" htmlFor={`change-${field}`}>
          <span>{t(`password.${field}`)}</span>
          <Input.Password
            id={`change-${field}`}
            required
            maxLength={128}
            autoComplete={field === 'password' ? 'current-password' : 'new-password'}
            value={typed[field]}
            onChange={(event) => setTyped({ ...typed, [field]: event.target.value })}
          />
        </label>
      ))}
      <p className="quiet">{t('password.rule')}</p>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
      <Button type="primary" htmlType="submit" loading={busy}>
        {t('password.change')}
      </Button>
    </form>
  );
}
