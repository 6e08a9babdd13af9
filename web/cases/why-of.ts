import type { Speech } from '../words.js';
import { failureOf } from './failure.js';

/** Why a case is open, in plain words: the failure of a step, or what people have to agree about. */
export function whyOf({ kind, code }: { kind: string; code: string }, { t, word }: Speech): string {
  if (kind === 'technical') return t(failureOf(code));
  if (code.startsWith('late_')) return t('cause.late', { what: word('fact', code.slice('late_'.length)) });
  const contradiction = word('contradiction', code);
  return contradiction === code.replaceAll('_', ' ') ? word('cause', code) : contradiction;
}
