import { Modal } from 'antd';
import { send } from '../client.js';
import type { Asked } from '../step-up.js';
import { useWords } from '../words.js';
import { SecondProof } from './second-proof.js';

/** Comes up by itself when a request needs a fresh proof of who is signed in; the request then goes on. */
export function StepUpDialog({ asked }: { asked: Asked }) {
  const { t } = useWords();
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
