import { Alert, Button, Progress, Skeleton } from 'antd';
import { useState } from 'react';
import type { Answer } from '../client.js';
import { useDeed, useLive } from '../live.js';
import { useMay } from '../me.js';
import { AsOf } from '../parts/as-of.js';
import { useAttempt } from '../parts/attempt.js';
import { Panel } from '../parts/panel.js';
import { Trouble } from '../parts/trouble.js';
import { When } from '../parts/when.js';
import '../settings-words.js';
import { useWords } from '../words.js';
import { DeclareCompromise } from './declare.js';

type Key = Answer<'listTokenKeys'>['items'][number];
type Compromise = Answer<'listCompromises'>['items'][number];

/** The keys that close codes: a new one for the codes to come, and the way out when one has leaked. */
export function TokenKeysScreen() {
  const { t } = useWords();
  const may = useMay('key.manage');
  const { data, error, again, asOfMs, slow } = useLive('listTokenKeys', {}, { enabled: may });
  const [leaked, setLeaked] = useState<Key>();
  if (!may) return <Alert type="info" showIcon title={t('keys.no_right')} />;
  if (error && !data) return <Trouble error={error} again={again} />;
  if (!data) return slow ? <Skeleton active /> : null;
  return (
    <>
      <div className="head">
        <h1>{t('keys.title')}</h1>
        <AsOf ms={asOfMs} stale={error !== null} />
      </div>
      <Panel title={t('keys.kept')}>
        <p className="quiet">{t('keys.what')}</p>
        <Kept keys={data.items} again={again} declare={setLeaked} />
      </Panel>
      <Compromises />
      {leaked && (
        <DeclareCompromise
          codeKey={leaked}
          close={() => {
            setLeaked(undefined);
            again();
          }}
        />
      )}
    </>
  );
}

function Kept(props: { keys: Key[]; again(): void; declare(key: Key): void }) {
  const { t } = useWords();
  const rotate = useDeed('rotateTokenKey');
  const { said, busy, run } = useAttempt();
  return (
    <>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
      <ul className="rows" aria-label={t('keys.kept')}>
        {props.keys.map((key) => (
          <li key={key.keyId}>
            <OneKey codeKey={key} />
            <span>
              {key.current && (
                <Button
                  disabled={busy}
                  aria-label={`${t('keys.rotate')} · ${t('keys.number', { key: key.keyId })}`}
                  onClick={() =>
                    void run(async () => {
                      await rotate.mutateAsync({ body: { profile: key.profile } });
                      props.again();
                    })
                  }
                >
                  {t('keys.rotate')}
                </Button>
              )}{' '}
              {key.compromisedAt === null && (
                <Button
                  danger
                  aria-label={`${t('keys.declare')} · ${t('keys.number', { key: key.keyId })}`}
                  onClick={() => props.declare(key)}
                >
                  {t('keys.declare')}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function OneKey({ codeKey: key }: { codeKey: Key }) {
  const { t } = useWords();
  return (
    <span>
      <b>{t('keys.number', { key: key.keyId })}</b> {t(`keys.profile.${key.profile}`)}{' '}
      {key.compromisedAt ? (
        <span className="late">
          {t('keys.compromised')} <When at={key.compromisedAt} />
        </span>
      ) : (
        <span className="quiet">{t(key.current ? 'keys.current' : 'keys.retired')}</span>
      )}
      <br />
      <span className="quiet">
        {t('keys.made')} <When at={key.createdAt} /> · {t('keys.live', { count: key.liveCodes })}
      </span>
    </span>
  );
}

const EVERY_MS = 5_000;

function Compromises() {
  const { t } = useWords();
  const { data } = useLive('listCompromises', {}, { refetchInterval: EVERY_MS });
  if (!data || data.items.length === 0) return null;
  return (
    <Panel title={t('keys.compromises')}>
      <ul className="rows" aria-label={t('keys.compromises')}>
        {data.items.map((one) => (
          <li key={one.id}>
            <OneCompromise one={one} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function OneCompromise({ one }: { one: Compromise }) {
  const { t } = useWords();
  const done = one.renewed + one.ended;
  const of = Math.max(1, done + one.left);
  const label = t('keys.progress', { renewed: one.renewed, left: one.left });
  return (
    <div>
      <b>{t('keys.number', { key: one.keyId })}</b> {t('keys.since')} <When at={one.compromisedAt} /> ·{' '}
      {one.finishedAt ? t('keys.finished') : t('keys.running')}
      <Progress aria-label={label} percent={Math.round((100 * done) / of)} />
      <span role="status">{label}</span>
      <br />
      <span className="quiet">
        {t('keys.closed', { count: one.closed })}
        {one.ended > 0 && ` · ${t('keys.ended', { count: one.ended })}`}
      </span>
    </div>
  );
}
