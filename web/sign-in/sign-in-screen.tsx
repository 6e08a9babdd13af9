import { Alert, Button, Input, type InputRef } from 'antd';
import { type FormEvent, useRef, useState } from 'react';
import { send } from '../client.js';
import { useTrouble } from '../parts/trouble.js';
import { speak, useWords } from '../words.js';
import { DemoPeople } from './demo-people.js';
import type { Door, Session } from './door.js';

interface Props {
  door: Door;
  entered: (session: Session) => void;
}

/** Account and password; in a demo, whom one can be. */
export function SignInScreen({ door, entered }: Props) {
  const { t, language } = useWords();
  const passwordField = useRef<InputRef>(null);
  const [person, setPerson] = useState('');
  const choose = (id: string) => {
    setPerson(id);
    passwordField.current?.focus();
  };
  return (
    <main className="sign-in">
      <div className="sign-in-head">
        <h1>{t('app.title')}</h1>
        <Button
          type="text"
          aria-label={t('shell.language')}
          onClick={() => void speak(language === 'zh' ? 'en' : 'zh')}
        >
          {t('shell.other_language')}
        </Button>
      </div>
      <PasswordForm person={person} setPerson={setPerson} passwordField={passwordField} entered={entered} />
      {door.demo && <DemoPeople people={door.people} chosen={person} choose={choose} />}
    </main>
  );
}

interface FormProps {
  person: string;
  setPerson(person: string): void;
  passwordField: React.RefObject<InputRef | null>;
  entered: (session: Session) => void;
}

function PasswordForm({ person, setPerson, passwordField, entered }: FormProps) {
  const { t } = useWords();
  const [password, setPassword] = useState('');
  const { said, busy, run } = useAttempt();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => entered(await send('signIn', { body: { person: person.trim(), password } })));
  };
  return (
    <form className="panel" onSubmit={submit} aria-label={t('sign_in.title')}>
      <label className="form" htmlFor="person">
        <span>{t('sign_in.person')}</span>
        <Input
          id="person"
          autoFocus
          required
          size="large"
          maxLength={40}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={person}
          onChange={(event) => setPerson(event.target.value)}
        />
      </label>
      <label className="form" htmlFor="password">
        <span>{t('sign_in.password')}</span>
        <Input.Password
          id="password"
          ref={passwordField}
          required
          size="large"
          maxLength={128}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
      <Button type="primary" size="large" htmlType="submit" block loading={busy}>
        {t('sign_in.submit')}
      </Button>
    </form>
  );
}

/** One try at a time, and what was said against it. */
export function useAttempt() {
  const tell = useTrouble();
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);
  const run = async (deed: () => Promise<unknown>) => {
    if (busy) return;
    setBusy(true);
    setSaid(undefined);
    try {
      await deed();
    } catch (error) {
      setSaid(error instanceof Error ? tell(error).sentence : String(error));
    } finally {
      setBusy(false);
    }
  };
  return { said, setSaid, busy, run };
}
