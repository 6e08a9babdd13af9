import type { Sought } from '../db/searching.js';
import { blindIndexes } from '../platform/keys/envelope.js';
import type { KeyRing } from '../platform/keys/ring.js';
import { plainTerm, TERM_LABELS, type TermKind } from '../platform/keys/search-terms.js';

/** The hashes that a text is looked for by, under every key of the ring. */
export function termsAsked(ring: KeyRing, text: string): Sought['terms'] {
  const word = plainTerm(text);
  const kinds: TermKind[] = [
    ...(/^\d{4}$/.test(word) ? (['phone_last4'] as const) : []),
    'name',
    ...(/^[a-z]{2,}$/.test(word.replaceAll(' ', '')) ? (['pinyin'] as const) : []),
  ];
  return kinds.flatMap((by) => {
    const asked = by === 'pinyin' ? word.replaceAll(' ', '') : word;
    return blindIndexes(ring, TERM_LABELS[by], asked).map((term) => ({ by, term }));
  });
}
