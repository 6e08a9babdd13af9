import { Input, Modal, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useWords } from '../words.js';

interface Props {
  title: string;
  /** Code words of `group`, of which one must be chosen. */
  group: string;
  codes: readonly string[];
  label: string;
  missing: string;
  busy: boolean;
  /** What was written before. */
  written?: string;
  /** What the note is called when it must be given. */
  noteLabel?: string;
  noteNeeded?: boolean;
  /** More fields of this deed. */
  children?: ReactNode;
  confirm(code: string, note: string | undefined): void;
  cancel(): void;
}

/** Asks why, from a short list and in words: for deeds that cannot be taken back. */
export function Ask(props: Props) {
  const { title, group, codes, label, missing, busy, confirm, cancel } = props;
  const { t, word } = useWords();
  const [code, setCode] = useState<string>();
  const [note, setNote] = useState(props.written ?? '');
  const noteMissing = props.noteNeeded === true && note.trim() === '';
  const [tried, setTried] = useState(false);
  const send = () => {
    setTried(true);
    if (code !== undefined && !noteMissing) confirm(code, note.trim() === '' ? undefined : note.trim());
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
        {props.children}
        <span>{props.noteLabel ?? t('act.note')}</span>
        <Input.TextArea
          aria-label={props.noteLabel ?? t('act.note')}
          value={note}
          {...(tried && noteMissing && { status: 'error' as const })}
          rows={3}
          maxLength={2000}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
    </Modal>
  );
}
