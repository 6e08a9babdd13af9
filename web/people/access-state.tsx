import { Button, Skeleton } from 'antd';
import type { Answer } from '../client.js';
import { moment } from '../format.js';
import { useLive } from '../live.js';
import { Fields } from '../parts/panel.js';
import { Trouble } from '../parts/trouble.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import type { Person } from './search.js';

interface Props {
  person: Person;
  busy: boolean;
  pick(deed: 'reset' | 'end_all'): void;
}

/** Second factors and open sessions of a person. */
export function AccessState({ person, busy, pick }: Props) {
  const { t } = useWords();
  const { data, error, again, slow } = useLive('showAccess', { params: { personId: person.id } });
  if (error && !data) return <Trouble error={error} again={again} />;
  if (!data) return slow ? <Skeleton active paragraph={{ rows: 2 }} /> : null;
  const proves = data.totpSince !== null || data.passkeys > 0;
  return (
    <>
      <Fields
        rows={[
          [t('access.factors'), <Factors key="factors" access={data} />],
          [t('access.sessions'), data.sessions.length === 0 ? t('access.no_sessions') : ''],
        ]}
      />
      <ul className="rows">
        {data.sessions.map(({ browser, signedInAt, seenAt }) => (
          <li key={`${browser} ${signedInAt}`}>
            <span>
              <b>{browser === '' ? t('sessions.unknown') : browser}</b>
              <br />
              <span className="quiet">
                {t('sessions.since')} <When at={signedInAt} /> · {t('sessions.seen')} <When at={seenAt} />
              </span>
            </span>
          </li>
        ))}
      </ul>
      <div className="buttons access-deeds">
        <Button
          danger
          disabled={!proves}
          title={proves ? '' : t('access.no_factors')}
          onClick={() => pick('reset')}
        >
          {t('access.reset')}
        </Button>
        <Button
          disabled={busy || data.sessions.length === 0}
          title={data.sessions.length === 0 ? t('access.no_sessions') : ''}
          onClick={() => pick('end_all')}
        >
          {t('access.end_all')}
        </Button>
      </div>
    </>
  );
}

function Factors({ access: { totpSince, passkeys, recoveryCodes } }: { access: Answer<'showAccess'> }) {
  const { t, language } = useWords();
  const held = [
    totpSince === null ? '' : t('access.totp', { since: moment(totpSince, language) }),
    passkeys === 0 ? '' : t('access.passkeys', { count: passkeys }),
    recoveryCodes === 0 ? '' : t('access.recovery', { count: recoveryCodes }),
  ].filter((one) => one !== '');
  return held.length === 0 ? t('access.no_factors') : held.join(' · ');
}
