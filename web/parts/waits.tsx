import { grouped } from '../format.js';
import { readNeed } from '../needs.js';
import type { State } from '../states.js';
import { useWords } from '../words.js';

type Waiting = { code: string; needs: string[] } | null;

/** The nearest changes that would move an order, in the person's language. */
export function useNeeds(): (needs: readonly string[]) => string {
  const { t, word } = useWords();
  return (needs) =>
    needs
      .map((phrase) => {
        const read = readNeed(grouped(phrase));
        if (!read) return phrase;
        const step = read.values.step;
        return t(`need.${read.need}`, {
          ...read.values,
          ...(step !== undefined && { step: word('step', step) }),
        });
      })
      .join(' · ');
}

const REST: readonly State[] = ['archived', 'voided', 'expired', 'purged'];

/** What an order waits for, as one sentence. */
export function useWaits(): (state: State, waiting: Waiting) => string {
  const { t, word } = useWords();
  const spell = useNeeds();
  return (state, waiting) => {
    if (!waiting) return t(REST.includes(state) ? 'waits.rest' : 'waits.nothing');
    const needs = spell(waiting.needs);
    if (waiting.code === 'facts') return needs === '' ? t('waits.facts_none') : t('waits.facts', { needs });
    if (waiting.code === 'reviewer') return t('waits.reviewer', { needs });
    return word('waits', waiting.code);
  };
}
