import { pinyin } from 'pinyin-pro';
import type { Sought } from '../db/searching.js';
import type { Customer } from '../domain/order.js';
import { blindIndex, blindIndexes } from '../platform/keys/envelope.js';
import type { KeyRing } from '../platform/keys/ring.js';

/** What a customer is found by, as keyed hashes alone: names, their words and pinyin, the last four digits of the phone. */

type Kind = Sought['terms'][number]['by'];

const LABELS: Readonly<Record<Kind, string>> = {
  phone_last4: 'search/phone4',
  name: 'search/name',
  pinyin: 'search/pinyin',
};
const MOST_TERMS = 24;
const MOST_LETTERS = 64;

/** The hashes that are stored with an order. */
export function termsOf(ring: KeyRing, { name, contact, phone }: Customer): Buffer[] {
  const names = [name, contact ?? ''].map(plain).filter((one) => one !== '');
  const digits = (phone ?? '').replaceAll(/\D/g, '');
  const texts: [Kind, string][] = [
    ...names.flatMap(wordsOf).map((word): [Kind, string] => ['name', word]),
    ...names.flatMap(spellingsOf).map((spelling): [Kind, string] => ['pinyin', spelling]),
    ...(digits.length >= 7 ? [['phone_last4', digits.slice(-4)] as [Kind, string]] : []),
  ];
  const unique = new Map(texts.map(([kind, text]) => [`${kind} ${text}`, [kind, text] as const]));
  return [...unique.values()]
    .slice(0, MOST_TERMS)
    .map(([kind, text]) => blindIndex(ring, LABELS[kind], text));
}

/** The hashes that a text is looked for by, under every key of the ring. */
export function termsAsked(ring: KeyRing, text: string): Sought['terms'] {
  const word = plain(text);
  const kinds: Kind[] = [
    ...(/^\d{4}$/.test(word) ? (['phone_last4'] as const) : []),
    'name',
    ...(/^[a-z]{2,}$/.test(word.replaceAll(' ', '')) ? (['pinyin'] as const) : []),
  ];
  return kinds.flatMap((by) => {
    const asked = by === 'pinyin' ? word.replaceAll(' ', '') : word;
    return blindIndexes(ring, LABELS[by], asked).map((term) => ({ by, term }));
  });
}

const plain = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim().slice(0, MOST_LETTERS);

/** The whole name, and each word of more than one letter. */
const wordsOf = (name: string): string[] => [
  name,
  ...name.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1),
];

/** A Chinese name as it is typed: the initials, and all of it. */
function spellingsOf(name: string): string[] {
  const han = name.replaceAll(/[^\p{Script=Han}]/gu, '');
  if (han === '') return [];
  const syllables = pinyin(han, { toneType: 'none', type: 'array', surname: 'head', v: true });
  return [syllables.map((syllable) => syllable.slice(0, 1)).join(''), syllables.join('')];
}
