import { Button, Input } from 'antd';
import { useState } from 'react';
import { useWords } from '../words.js';

const MOST_LENGTH = 4_096;

/** The content of a code, pasted or typed. Enter that ends a composition is no Enter. */
export function Typed({ typed }: { typed: (text: string) => void }) {
  const { t } = useWords();
  const [text, setText] = useState('');
  const send = () => {
    if (text.trim() === '') return;
    typed(text);
    setText('');
  };
  return (
    <div className="scan-typed">
      <Input
        size="large"
        aria-label={t('scan.typed')}
        placeholder={t('scan.typed')}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={MOST_LENGTH}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={(event) => !event.nativeEvent.isComposing && send()}
      />
      <Button size="large" onClick={send}>
        {t('scan.typed_send')}
      </Button>
    </div>
  );
}
