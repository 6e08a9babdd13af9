import { Alert, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useDeed } from '../live.js';
import { useMay } from '../me.js';
import { useAttempt } from '../parts/attempt.js';
import { useWords } from '../words.js';
import './amend-words.js';

/** The live code for one more contact of the customer, once (P4.3.2). */
export function Forward({ orderNo }: { orderNo: string }) {
  const { t } = useWords();
  const [asking, setAsking] = useState(false);
  if (!useMay('code.forward')) return null;
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('forward.start')}</Button>
      {asking && <ForwardAsk orderNo={orderNo} done={() => setAsking(false)} />}
    </>
  );
}

function ForwardAsk({ orderNo, done }: { orderNo: string; done: () => void }) {
  const { t } = useWords();
  const [address, setAddress] = useState('');
  const forward = useDeed('forwardCode');
  const { said, run } = useAttempt();
  const to = address.trim();
  const send = () =>
    void run(async () => {
      await forward.mutateAsync({
        params: { orderNo },
        body: { to: to.includes('@') ? { email: to } : { phone: to } },
      });
      done();
    });
  return (
    <Modal
      open
      title={t('forward.start')}
      okText={t('forward.send')}
      cancelText={t('amend.cancel')}
      confirmLoading={forward.isPending}
      okButtonProps={{ disabled: to === '' }}
      onOk={send}
      onCancel={done}
    >
      <p>{t('forward.how')}</p>
      <label className="form" htmlFor="forward-to">
        <span>{t('forward.to')}</span>
        <Input
          id="forward-to"
          autoComplete="off"
          maxLength={254}
          value={address}
          onChange={({ target }) => setAddress(target.value)}
        />
      </label>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
    </Modal>
  );
}
