import type { Answer } from '../client.js';
import { money } from '../format.js';
import { Fields, Panel } from '../parts/panel.js';
import { type Speech, useWords } from '../words.js';

/** What the step reads and nobody retypes: money and items have facts of their own. */
export function Inputs({ work: { inputs } }: { work: Answer<'showCaseWork'> }) {
  const { t, word } = useWords();
  if (inputs.length === 0) return null;
  return (
    <Panel title={t('bench.inputs')}>
      <Fields
        rows={inputs.map(({ field, value }) => [
          word('input', field),
          value === null ? t('order.none') : shown(field, value, word),
        ])}
      />
    </Panel>
  );
}

function shown(field: string, value: string, word: Speech['word']): string {
  if (field !== 'amount') return word(field, value);
  const [currency = '', minor] = value.split(' ');
  return money(Number(minor), currency);
}
