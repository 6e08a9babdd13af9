import { PictureOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useWords } from '../words.js';
import type { Decoder } from './decoder.js';
import type { Found } from './seen.js';

const MOST_BYTES = 30 * 1024 ** 2;

type Fault = 'too_large' | 'not_a_picture' | 'no_code' | 'no_decoder';

/** Reads a code from a photo; the photo stays on this device. */
export function Photo({ decoder, seen }: { decoder: Decoder; seen: (codes: Found[]) => void }) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<Fault | 'busy'>();
  const take = async (file: File | undefined) => {
    if (!file) return;
    setState('busy');
    const read = await codesIn(file, decoder);
    setState(typeof read === 'string' ? read : undefined);
    if (typeof read !== 'string') seen(read);
    if (input.current) input.current.value = '';
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        data-way="photo"
        aria-label={t('scan.photo')}
        onChange={(event) => void take(event.target.files?.[0])}
      />
      <Button
        size="large"
        icon={<PictureOutlined />}
        loading={state === 'busy'}
        onClick={() => input.current?.click()}
      >
        {t('scan.photo')}
      </Button>
      {state !== undefined && state !== 'busy' && (
        <p className="late scan-fault" role="alert">
          {t(`scan.photo_${state}`)}
        </p>
      )}
    </>
  );
}

async function codesIn(file: File, decoder: Decoder): Promise<Found[] | Fault> {
  if (file.size > MOST_BYTES) return 'too_large';
  try {
    const looked = await decoder.look(file);
    if ('trouble' in looked) return looked.trouble;
    return looked.codes.length === 0 ? 'no_code' : looked.codes;
  } catch {
    return 'no_decoder';
  }
}
