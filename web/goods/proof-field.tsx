import { CameraOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useWords } from '../words.js';
import { smallPhoto } from './small-photo.js';

interface Props {
  photo: File | undefined;
  change(photo: File): void;
}

/** A photo of the delivery, which is proof of it; it is sent with the deed, not before. */
export function ProofField({ photo, change }: Props) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState(false);
  const take = async (file: File | undefined) => {
    if (!file) return;
    const small = await smallPhoto(file).catch(() => undefined);
    setFault(!small);
    if (small) change(small);
    if (input.current) input.current.value = '';
  };
  return (
    <div className="goods-proof">
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        data-way="proof"
        aria-label={t('goods.photo')}
        onChange={(event) => void take(event.target.files?.[0])}
      />
      <Button size="large" icon={<CameraOutlined />} onClick={() => input.current?.click()}>
        {t(photo ? 'goods.photo_again' : 'goods.photo')}
      </Button>
      {photo && <span className="good">{t('goods.photo_taken')}</span>}
      {fault && (
        <p className="late" role="alert">
          {t('goods.photo_fault')}
        </p>
      )}
    </div>
  );
}
