import { Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useWords } from '../words.js';

interface Props {
  title: string;
  /** Code words of `group`, of which one must be chosen. */
  group: string;
  codes: readonly string[];
  label: string;
  missing: string;
  busy: boolean;
  confirm(code: string, note: string | undefined): void;
  cancel(): void;
}

/** Asks why, from a short list and in words: for deeds that cannot be taken back. */
export function Ask({ title, group, codes, label, missing, busy, confirm, cancel }: Props) {
  const { t, word } = useWords();
  const [code, setCode] = useState<string>();
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const send = () => {
    setTried(true);
    if (code !== undefined) confirm(code, note.trim() === '' ? undefined : note.trim());
  };
  return (
    <Modal
      open
      title={title}
      okText={t('act.confirm')}
      cancelText={t('act.cancel')}
      confirmLoading={busy}
      onOk={send}
      onCancel={cancel}
    >
      <div className="form">
        <span>{label}</span>
        <Select
          aria-label={label}
          autoFocus
          {...(tried && code === undefined && { status: 'error' as const })}
          options={codes.map((value) => ({ value, label: word(group, value) }))}
          onChange={setCode}
        />
        {tried && code === undefined && <span className="late">{missing}</span>}
        <span>{t('act.note')}</span>
        <Input.TextArea
          aria-label={t('act.note')}
          rows={3}
          maxLength={2000}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
    </Modal>
  );
}
