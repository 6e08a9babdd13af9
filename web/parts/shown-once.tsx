import { Button, Modal, Typography } from 'antd';
import { useWords } from '../words.js';

interface Props {
  title: string;
  /** What to do with it now. */
  what: string;
  secret: string;
  close(): void;
}

/** The one time that a secret is seen. */
export function ShownOnce({ title, what, secret, close }: Props) {
  const { t } = useWords();
  return (
    <Modal
      open
      title={title}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={close}>
          {t('recovery.kept')}
        </Button>
      }
    >
      <p>{what}</p>
      <Typography.Text
        className="mono secret"
        copyable={{ tooltips: [t('recovery.copy'), t('recovery.copied')] }}
      >
        {secret}
      </Typography.Text>
    </Modal>
  );
}
