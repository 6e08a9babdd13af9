import { Button, Modal, Typography } from 'antd';
import { useWords } from '../words.js';

/** The one time that a token is seen. */
export function NewToken({ token, close }: { token: string; close: () => void }) {
  const { t } = useWords();
  return (
    <Modal
      open
      title={t('tokens.made')}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={close}>
          {t('recovery.kept')}
        </Button>
      }
    >
      <p>{t('tokens.once')}</p>
      <Typography.Text
        className="mono secret"
        copyable={{ tooltips: [t('recovery.copy'), t('recovery.copied')] }}
      >
        {token}
      </Typography.Text>
    </Modal>
  );
}
