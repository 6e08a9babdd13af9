import { Modal } from 'antd';
import { useSyncExternalStore } from 'react';
import { send } from '../client.js';
import { stepUpAsked, watchStepUp } from '../step-up.js';
import { useWords } from '../words.js';
import { SecondProof } from './second-proof.js';

/** Comes up by itself when a request needs a fresh proof of who is signed in; the request then goes on. */
export function StepUpDialog() {
  const { t } = useWords();
  const asked = useSyncExternalStore(watchStepUp, stepUpAsked);
  if (!asked) return null;
  return (
    <Modal open zIndex={1200} title={t('step_up.title')} footer={null} onCancel={() => asked.answer(false)}>
      <p>{t('step_up.why')}</p>
      <SecondProof
        methods={asked.methods}
        submit={t('step_up.confirm')}
        prove={async (proof) => {
          await send('stepUp', { body: proof });
          asked.answer(true);
        }}
      />
    </Modal>
  );
}
