import { Modal } from 'antd';
import '../scan/face-words.js';
import { useWords } from '../words.js';
import { Handle } from './handle.js';

/** The goods of an order, over whatever was open. */
export function HandleDialog({ orderNo, close }: { orderNo: string; close: () => void }) {
  const { t } = useWords();
  return (
    <Modal open title={t('goods.title')} footer={null} onCancel={close}>
      <Handle orderNo={orderNo} />
    </Modal>
  );
}
