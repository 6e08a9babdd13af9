import { Alert, Input, Modal } from 'antd';
import { useState, useSyncExternalStore } from 'react';
import { send } from '../client.js';
import { type Asked, stepUpAsked, watchStepUp } from '../step-up.js';
import { useWords } from '../words.js';
import { useAttempt } from './sign-in-screen.js';

/** Comes up by itself when a request needs a fresh proof of who is signed in; the request then goes on. */
export function StepUpDialog() {
  const asked = useSyncExternalStore(watchStepUp, stepUpAsked);
  return asked ? <Dialog asked={asked} /> : null;
}

function Dialog({ asked }: { asked: Asked }) {
  const { t } = useWords();
  const [password, setPassword] = useState('');
  const { said, busy, run } = useAttempt();
  const prove = () =>
    void run(async () => {
      await send('stepUp', { body: { password } });
      asked.answer(true);
    });
  return (
    <Modal
      open
      zIndex={1200}
      title={t('step_up.title')}
      okText={t('step_up.confirm')}
      cancelText={t('act.cancel')}
      confirmLoading={busy}
      onOk={prove}
      onCancel={() => asked.answer(false)}
    >
      <div className="form">
        <p>{t('step_up.why')}</p>
        <label className="form" htmlFor="step-up-password">
          <span>{t('sign_in.password')}</span>
          <Input.Password
            id="step-up-password"
            autoFocus
            maxLength={128}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            onPressEnter={prove}
          />
        </label>
        {said && <Alert type="error" showIcon role="alert" title={said} />}
      </div>
    </Modal>
  );
}
