import { Alert, App, Button, Modal } from 'antd';
import { useState } from 'react';
import { useDeed } from '../live.js';
import { useMe } from '../me.js';
import { useAttempt } from '../parts/attempt.js';
import { Panel } from '../parts/panel.js';
import { ShownOnce } from '../parts/shown-once.js';
import { useWords } from '../words.js';
import { AccessState } from './access-state.js';
import { firstPassword } from './first-password.js';
import type { Person } from './search.js';

type Deed = 'give' | 'disable' | 'enable' | 'reset' | 'end_all';

/** What the administrator does about the sign-in of another; each deed says first what comes of it. */
export function AccessPanel({ person }: { person: Person }) {
  const { t, word } = useWords();
  const own = useMe().id === person.id;
  const [asked, setAsked] = useState<Deed>();
  const [password, setPassword] = useState<string>();
  const { said, busy, run } = useAttempt();
  const doIt = useAccessDeeds(person, setPassword);
  const pick = (deed: Deed) => (deed === 'end_all' ? void run(doIt[deed]) : setAsked(deed));
  return (
    <Panel title={t('access.title')}>
      <p>{word('account', person.account)}</p>
      {own && <p className="quiet">{t('access.own')}</p>}
      {!own && <AccessState person={person} busy={busy} pick={pick} />}
      <div className="buttons">
        {!own && <Button onClick={() => pick('give')}>{t('access.give')}</Button>}
        <Button
          danger={person.active}
          disabled={own}
          title={own ? t('access.self') : ''}
          onClick={() => pick(person.active ? 'disable' : 'enable')}
        >
          {t(person.active ? 'access.disable' : 'access.enable')}
        </Button>
      </div>
      {said && asked === undefined && <Alert type="error" showIcon role="alert" title={said} />}
      {asked && asked !== 'end_all' && (
        <Modal
          open
          title={`${t(`access.${asked}`)}: ${person.displayName}`}
          okText={t(`access.${asked}`)}
          okButtonProps={{ danger: asked !== 'enable' }}
          cancelText={t('act.cancel')}
          confirmLoading={busy}
          onOk={() => void run(() => doIt[asked]().then(() => setAsked(undefined)))}
          onCancel={() => setAsked(undefined)}
        >
          <p className="wrap">{t(`access.${asked}_why`)}</p>
          {said && <Alert type="error" showIcon role="alert" title={said} />}
        </Modal>
      )}
      {password !== undefined && (
        <ShownOnce
          title={t('access.given')}
          what={t('access.given_once')}
          secret={password}
          close={() => setPassword(undefined)}
        />
      )}
    </Panel>
  );
}

function useAccessDeeds({ id, version }: Person, given: (password: string) => void) {
  const { t } = useWords();
  const { message } = App.useApp();
  const give = useDeed('givePassword');
  const change = useDeed('changePerson');
  const reset = useDeed('resetFactors');
  const end = useDeed('endSessions');
  const params = { personId: id };
  const turn = (active: boolean) => async () => {
    await change.mutateAsync({ params, body: { version, active } });
    void message.success(t(active ? 'access.enabled' : 'access.disabled'));
  };
  return {
    give: async () => {
      const password = firstPassword();
      await give.mutateAsync({ params, body: { password } });
      given(password);
    },
    disable: turn(false),
    enable: turn(true),
    reset: async () => {
      await reset.mutateAsync({ params, body: {} });
      void message.success(t('access.reset_done'));
    },
    end_all: async () => {
      const { ended } = await end.mutateAsync({ params, body: {} });
      void message.success(t('access.ended', { count: ended }));
    },
  } satisfies Record<Deed, () => Promise<void>>;
}
