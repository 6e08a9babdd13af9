import { Alert, Button, Input, Skeleton } from 'antd';
import { type FormEvent, useState } from 'react';
import { useDeed, useLive } from '../live.js';
import { useAttempt } from '../parts/attempt.js';
import { Panel } from '../parts/panel.js';
import { Trouble } from '../parts/trouble.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import type { Person } from './search.js';

/** Subjects of the OpenID provider that are this person. */
export function IdentitiesPanel({ person }: { person: Person }) {
  const { t } = useWords();
  const { data, error, again, slow } = useLive('listIdentities', {});
  const unlink = useDeed('unlinkIdentity');
  const { said, busy, run } = useAttempt();
  const own = data?.items.filter(({ personId }) => personId === person.id);
  return (
    <Panel title={t('identity.title')}>
      {error && !data && <Trouble error={error} again={again} />}
      {!own && slow && <Skeleton active paragraph={{ rows: 1 }} />}
      {own?.length === 0 && <p className="quiet">{t('identity.empty')}</p>}
      <ul className="rows">
        {own?.map(({ id, subject, issuer, linkedBy, linkedAt }) => (
          <li key={id}>
            <span>
              <b className="mono">{subject}</b>
              <br />
              <span className="quiet">
                {issuer} · {t('identity.since', { by: linkedBy })} <When at={linkedAt} />
              </span>
            </span>
            <Button
              danger
              disabled={busy}
              aria-label={t('identity.unlink_one', { subject })}
              onClick={() => void run(() => unlink.mutateAsync({ params: { identityId: id } }))}
            >
              {t('identity.unlink')}
            </Button>
          </li>
        ))}
      </ul>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
      <LinkIdentity person={person} />
    </Panel>
  );
}

function LinkIdentity({ person }: { person: Person }) {
  const { t } = useWords();
  const link = useDeed('linkIdentity');
  const { said, busy, run } = useAttempt();
  const [subject, setSubject] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      await link.mutateAsync({ body: { person: person.id, subject: subject.trim() } });
      setSubject('');
    });
  };
  return (
    <>
      <form className="inline-form" onSubmit={submit}>
        <Input
          aria-label={t('identity.subject')}
          placeholder={t('identity.subject')}
          required
          maxLength={255}
          value={subject}
          onChange={(event) => setSubject(event.target.value)}
        />
        <Button htmlType="submit" loading={busy}>
          {t('identity.link')}
        </Button>
      </form>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
    </>
  );
}
