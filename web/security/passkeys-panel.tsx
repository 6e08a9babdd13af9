import { Alert, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import type { Answer } from '../client.js';
import { useDeed } from '../live.js';
import { useAttempt } from '../parts/attempt.js';
import { Panel } from '../parts/panel.js';
import { When } from '../parts/when.js';
import { makePasskey } from '../sign-in/passkey.js';
import { useWords } from '../words.js';
import { RecoveryCodes } from './recovery-codes.js';

type Security = Answer<'showSecurity'>;

export function PasskeysPanel({ security }: { security: Security }) {
  const { t } = useWords();
  const add = useDeed('addPasskey');
  const { said, busy, run } = useAttempt();
  const [name, setName] = useState('');
  const [codes, setCodes] = useState<string[]>([]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const added = await add.mutateAsync({ body: { name: name.trim(), passkey: await makePasskey() } });
      setName('');
      setCodes(added.recoveryCodes);
    });
  };
  return (
    <Panel title={t('passkey.title')}>
      <p className="quiet">{t('passkey.what')}</p>
      <Kept passkeys={security.passkeys} />
      {said && <Alert type="error" showIcon role="alert" title={said} />}
      <form className="inline-form" onSubmit={submit}>
        <Input
          aria-label={t('passkey.name')}
          placeholder={t('passkey.name')}
          required
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="primary" htmlType="submit" loading={busy} disabled={!security.passkeysWork}>
          {t('passkey.add')}
        </Button>
      </form>
      {!security.passkeysWork && <p className="quiet">{t('passkey.unavailable')}</p>}
      <RecoveryCodes codes={codes} close={() => setCodes([])} />
    </Panel>
  );
}

function Kept({ passkeys }: { passkeys: Security['passkeys'] }) {
  const { t } = useWords();
  const remove = useDeed('removePasskey');
  const { said, busy, run } = useAttempt();
  if (passkeys.length === 0) return <p>{t('passkey.empty')}</p>;
  return (
    <>
      <ul className="rows">
        {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
          <li key={id}>
            <span>
              <b>{name}</b>
              <br />
              <span className="quiet">
                {t(lastUsedAt ? 'passkey.used' : 'passkey.made')} <When at={lastUsedAt ?? createdAt} />
              </span>
            </span>
            <Button
              danger
              disabled={busy}
              aria-label={t('passkey.remove_one', { name })}
              onClick={() => void run(() => remove.mutateAsync({ params: { passkeyId: id } }))}
            >
              {t('passkey.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
    </>
  );
}
