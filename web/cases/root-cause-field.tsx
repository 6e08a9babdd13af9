import { Select } from 'antd';
import { useWords } from '../words.js';
import { ROOT_CAUSES, type RootCause } from './root-causes.js';

/** Why it came about, from the short list; nothing is closed without it. */
export function RootCauseField({ missing, pick }: { missing: boolean; pick: (cause: RootCause) => void }) {
  const { t, word } = useWords();
  return (
    <>
      <span>{t('case.root_cause')}</span>
      <Select
        aria-label={t('case.root_cause')}
        {...(missing && { status: 'error' as const })}
        options={ROOT_CAUSES.map((value) => ({ value, label: word('rootCause', value) }))}
        onChange={pick}
      />
      {missing && <span className="late">{t('case.root_cause_missing')}</span>}
    </>
  );
}
