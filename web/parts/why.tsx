import { Input, Select } from 'antd';
import { useWords } from '../words.js';

interface Props {
  codes: readonly string[];
  missing: boolean;
  pick: (code: string) => void;
  write: (note: string) => void;
}

/** A reason from a short list, and words for people. */
export function Why({ codes, missing, pick, write }: Props) {
  const { t, word } = useWords();
  return (
    <>
      <span>{t('act.reason')}</span>
      <Select
        aria-label={t('act.reason')}
        {...(missing && { status: 'error' as const })}
        options={codes.map((value) => ({ value, label: word('reason', value) }))}
        onChange={pick}
      />
      {missing && <span className="late">{t('act.reason_missing')}</span>}
      <span>{t('act.note')}</span>
      <Input.TextArea
        aria-label={t('act.note')}
        rows={3}
        maxLength={2000}
        onChange={(event) => write(event.target.value)}
      />
    </>
  );
}
