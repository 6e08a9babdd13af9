import { pinyin } from 'pinyin-pro';
import type { Customer } from '../../domain/order.js';
import { blindIndex, blindIndexes } from './envelope.js';
import type { KeyRing } from './ring.js';

/** What a customer is found by, as keyed hashes alone: names, their words and pinyin, the last four digits of the phone. */

export type TermKind = 'phone_last4' | 'name' | 'pinyin';

export const TERM_LABELS: Readonly<Record<TermKind, string>> = {
  phone_last4: 'search/phone4',
  name: 'search/name',
  pinyin: 'search/pinyin',
};
const MOST_TERMS = 24;
const MOST_LETTERS = 64;

/** The hashes that are stored with an order. */
export function termsOf(ring: KeyRing, { name, contact, phone }: Customer): Buffer[] {
  const names = [name, contact ?? ''].map(plainTerm).filter((one) => one !== '');
  const digits = (phone ?? '').replaceAll(/\D/g, '');
  const texts: [TermKind, string][] = [
    ...names.flatMap(wordsOf).map((word): [TermKind, string] => ['name', word]),
    ...names.flatMap(spellingsOf).map((spelling): [TermKind, string] => ['pinyin', spelling]),
    ...(digits.length >= 7 ? [['phone_last4', digits.slice(-4)] as [TermKind, string]] : []),
  ];
  const unique = new Map(texts.map(([kind, text]) => [`${kind} ${text}`, [kind, text] as const]));
  return [...unique.values()]
    .slice(0, MOST_TERMS)
    .map(([kind, text]) => blindIndex(ring, TERM_LABELS[kind], text));
}

export const plainTerm = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim().slice(0, MOST_LETTERS);

const PARCEL_LABEL = 'search/parcel';
/** A carrier's number is written with spaces, with hyphens, or in small letters too. */
const plainNumber = (text: string): string => text.replaceAll(/[\s-]/g, '').toUpperCase();

/** The hash that a parcel's number is stored with. */
export const parcelTerm = (ring: KeyRing, trackingNo: string): Buffer =>
  blindIndex(ring, PARCEL_LABEL, plainNumber(trackingNo));

/** The hashes that a text is looked for by as a parcel's number, under every key of the ring. */
export const parcelTerms = (ring: KeyRing, text: string): Buffer[] =>
  blindIndexes(ring, PARCEL_LABEL, plainNumber(text));

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
