import { Button, Modal, Typography } from 'antd';
import { useWords } from '../words.js';

/** Shown once, right after they were made. */
export function RecoveryCodes({ codes, close }: { codes: string[]; close: () => void }) {
  const { t } = useWords();
  if (codes.length === 0) return null;
  const text = codes.join('\n');
  return (
    <Modal
      open
      title={t('recovery.title')}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={close}>
          {t('recovery.kept')}
        </Button>
      }
    >
      <p>{t('recovery.once')}</p>
      <ul className="recovery mono" aria-label={t('recovery.title')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Typography.Text copyable={{ text, tooltips: [t('recovery.copy'), t('recovery.copied')] }}>
        {t('recovery.copy')}
      </Typography.Text>
    </Modal>
  );
}
