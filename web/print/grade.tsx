import { Tag, Tooltip } from 'antd';
import { useWords } from '../words.js';
import './print-words.js';

type Letter = 'A' | 'B' | 'C' | 'D' | 'F';
type Parts = Readonly<Record<string, { value: number; grade: Letter }>> | null;

const TONES: Readonly<Record<Letter, string>> = { A: 'green', B: 'green', C: 'gold', D: 'gold', F: 'red' };

/** An indicative grade; that it is one is said wherever it stands. */
export function Grade({ grade, parts }: { grade: Letter; parts: Parts }) {
  const { t, word } = useWords();
  const lines = Object.entries(parts ?? {}).map(
    ([part, one]) => `${word('print.part', part)} ${one.grade} (${Math.round(one.value * 100)} %)`,
  );
  const hint = [t('print.grade_hint'), ...lines].join('\n');
  return (
    <Tooltip title={<span className="pre-line">{hint}</span>}>
      <Tag color={TONES[grade]} tabIndex={0} aria-label={`${t('print.grade', { grade })}. ${hint}`}>
        {t('print.grade', { grade })}
      </Tag>
    </Tooltip>
  );
}
