import { Link } from '@tanstack/react-router';
import { Alert, Button, Empty, Skeleton } from 'antd';
import { useState } from 'react';
import type { Answer } from '../client.js';
import { useDeed, useLive } from '../live.js';
import { useMay } from '../me.js';
import { AsOf } from '../parts/as-of.js';
import { useAttempt } from '../parts/attempt.js';
import { Panel } from '../parts/panel.js';
import { ShownOnce } from '../parts/shown-once.js';
import { Trouble } from '../parts/trouble.js';
import { When } from '../parts/when.js';
import '../settings-words.js';
import { useWords } from '../words.js';
import { IssueToken } from './issue-token.js';

type Token = Answer<'listTokens'>['items'][number];

/** Tokens that machines call with: whose they are, what they open, when they were used. */
export function TokensScreen() {
  const { t } = useWords();
  const may = useMay('token.manage');
  const { data, error, again, asOfMs, slow } = useLive('listTokens', {}, { enabled: may });
  const [asking, setAsking] = useState(false);
  const [made, setMade] = useState<string>();
  if (!may) return <Alert type="info" showIcon title={t('tokens.no_right')} />;
  if (error && !data) return <Trouble error={error} again={again} />;
  if (!data) return slow ? <Skeleton active /> : null;
  return (
    <>
      <div className="head">
        <h1>{t('tokens.title')}</h1>
        <AsOf ms={asOfMs} stale={error !== null} />
        <Button type="primary" onClick={() => setAsking(true)}>
          {t('tokens.issue')}
        </Button>
      </div>
      <Panel title={t('tokens.kept')}>
        <p className="quiet">{t('tokens.what')}</p>
        {data.items.length === 0 ? <Empty description={t('tokens.empty')} /> : <Kept tokens={data.items} />}
      </Panel>
      {asking && (
        <IssueToken
          known={data.scopes}
          close={() => setAsking(false)}
          issued={(token) => {
            setAsking(false);
            setMade(token);
          }}
        />
      )}
      {made !== undefined && (
        <ShownOnce
          title={t('tokens.made')}
          what={t('tokens.once')}
          secret={made}
          close={() => setMade(undefined)}
        />
      )}
    </>
  );
}

function Kept({ tokens }: { tokens: Token[] }) {
  const { t } = useWords();
  const revoke = useDeed('revokeToken');
  const { said, busy, run } = useAttempt();
  return (
    <>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
      <ul className="rows" aria-label={t('tokens.kept')}>
        {tokens.map((token) => (
          <li key={token.id}>
            <OneToken token={token} />
            {token.revokedAt === null && (
              <Button
                danger
                disabled={busy}
                aria-label={t('tokens.revoke_one', { name: token.name })}
                onClick={() => void run(() => revoke.mutateAsync({ params: { tokenId: token.id } }))}
              >
                {t('tokens.revoke')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function OneToken({ token }: { token: Token }) {
  const { t, word } = useWords();
  const { name, personId, scopes, expiresAt, lastUsedAt, revokedAt } = token;
  const opens = scopes?.map((scope) => word('right', scope)).join(t('tokens.and')) ?? t('tokens.everything');
  return (
    <span>
      <b>{name}</b>
      {' · '}
      <Link to="/settings/people/$personId" params={{ personId }} className="mono">
        {personId}
      </Link>{' '}
      {revokedAt && <span className="late">{t('tokens.revoked')}</span>}
      <br />
      {opens}
      <br />
      <span className="quiet">
        {lastUsedAt ? (
          <>
            {t('tokens.used')} <When at={lastUsedAt} />
          </>
        ) : (
          t('tokens.unused')
        )}
        {' · '}
        {expiresAt ? (
          <>
            {t('tokens.ends')} <When at={expiresAt} />
          </>
        ) : (
          t('tokens.endless')
        )}
      </span>
    </span>
  );
}
