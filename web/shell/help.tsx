import { Modal } from 'antd';
import { type Deed, KEYS } from '../keys.js';
import { useWords } from '../words.js';

export function Help({ close }: { close: () => void }) {
  const { t } = useWords();
  return (
    <Modal open title={t('shell.help')} footer={null} onCancel={close}>
      <dl className="keys">
        {(Object.keys(KEYS) as Deed[]).map((deed) => (
          <div key={deed}>
            <dt>
              <kbd>{KEYS[deed]}</kbd>
            </dt>
            <dd>{t(`key.${deed}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
