import { KeyOutlined } from '@ant-design/icons';
import { Alert, Button, Input, type InputRef } from 'antd';
import { type FormEvent, type RefObject, useRef, useState } from 'react';
import { send } from '../client.js';
import { useAttempt } from '../parts/attempt.js';
import { useWords } from '../words.js';
import { DemoPeople } from './demo-people.js';
import type { Door, Session } from './door.js';
import { signWithPasskey } from './passkey.js';

interface Props {
  door: Door;
  entered: (session: Session) => void;
  halfway: (methods: readonly string[]) => void;
}

export function PasswordStep({ door, entered, halfway }: Props) {
  const { t } = useWords();
  const passwordField = useRef<InputRef>(null);
  const [person, setPerson] = useState('');
  const [password, setPassword] = useState('');
  const { said, busy, run } = useAttempt();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const answer = await send('signIn', { body: { person: person.trim(), password } });
      if ('methods' in answer) halfway(answer.methods);
      else entered(answer);
    });
  };
  const byPasskey = () =>
    run(async () => entered(await send('signInByPasskey', { body: { passkey: await signWithPasskey() } })));
  const byProvider = () => run(async () => window.location.assign((await send('askOidc', {})).address));
  const choose = (id: string) => {
    setPerson(id);
    passwordField.current?.focus();
  };
  return (
    <>
      <form className="panel" onSubmit={submit} aria-label={t('sign_in.title')}>
        <Fields {...{ person, setPerson, password, setPassword, passwordField }} />
        {said && <Alert type="error" showIcon role="alert" title={said} />}
        <Button type="primary" size="large" htmlType="submit" block loading={busy}>
          {t('sign_in.submit')}
        </Button>
        <Button
          size="large"
          block
          icon={<KeyOutlined />}
          disabled={!door.passkeys || busy}
          onClick={() => void byPasskey()}
        >
          {t('passkey.sign_in')}
        </Button>
        {door.oidc && (
          <Button size="large" block disabled={busy} onClick={() => void byProvider()}>
            {t('sign_in.by_provider', { name: door.oidc.name })}
          </Button>
        )}
        {!door.passkeys && <span className="quiet">{t('passkey.unavailable')}</span>}
      </form>
      {door.demo && <DemoPeople people={door.people} chosen={person} choose={choose} />}
    </>
  );
}

interface FieldsProps {
  person: string;
  setPerson(person: string): void;
  password: string;
  setPassword(password: string): void;
  passwordField: RefObject<InputRef | null>;
}

function Fields({ person, setPerson, password, setPassword, passwordField }: FieldsProps) {
  const { t } = useWords();
  return (
    <>
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
    </>
  );
}
