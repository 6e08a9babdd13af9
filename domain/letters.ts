import { PROGRESS } from './incident.js';
import { Refusal } from './refusal.js';

/** What customers are told, and the words it is told in: a template per kind and channel, in two languages (P3.1.2). */

export const CHANNELS = ['email', 'sms', 'push', 'page'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Channels that carry words; the page is shown and never sent. */
export const SENT_BY = ['email', 'sms', 'push'] as const satisfies readonly Channel[];
export type SentBy = (typeof SENT_BY)[number];

export const LETTER_KINDS = [
  'code_issued',
  'code_forwarded',
  'review_question',
  'one_time_code',
  ...PROGRESS.map((progress) => `progress_${progress}` as const),
] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

export const letterKindOf = (text: string): LetterKind | undefined =>
  LETTER_KINDS.find((kind) => kind === text);

/** The words of one language. Every letter says how to use the code, and to keep it safe. */
export interface LetterWords {
  subject: string;
  body: string;
  howTo: string;
  keepSafe: string;
  /** The number under which an SMS provider has approved these words. */
  providerCode?: string;
}

export interface LetterTexts {
  zh: LetterWords;
  en: LetterWords;
}

/** What a letter may name; nothing of it is stored with the template. */
export interface LetterValues {
  orderNo: string;
  link: string;
  question?: string;
  /** Six digits that open the customer's page. */
  code?: string;
}
type Placeholder = keyof LetterValues;

const PLACEHOLDERS = ['orderNo', 'link'] as const satisfies readonly Placeholder[];

/** What a letter of this kind is about; its body must name it. */
const SUBJECT_OF: Partial<Record<LetterKind, Placeholder>> = {
  review_question: 'question',
  one_time_code: 'code',
};

export function placeholdersOf(kind: LetterKind): readonly Placeholder[] {
  const own = SUBJECT_OF[kind];
  return own ? [...PLACEHOLDERS, own] : PLACEHOLDERS;
}

const FIELDS = ['subject', 'body', 'howTo', 'keepSafe'] as const;
const PLACE = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** Refuses words that could not be filled in: an unknown or broken placeholder, or a question that is not there. */
export function refuseUnfillable(kind: LetterKind, texts: LetterTexts): void {
  const known: readonly string[] = placeholdersOf(kind);
  for (const language of ['zh', 'en'] as const) {
    const words = texts[language];
    for (const field of FIELDS) {
      const at = `${language}.${field}`;
      for (const [, name = ''] of words[field].matchAll(PLACE))
        if (!known.includes(name)) throw new Refusal('placeholder_unknown', { placeholder: name, field: at });
      if (/\{\{|\}\}/.test(words[field].replace(PLACE, '')))
        throw new Refusal('placeholder_broken', { field: at });
    }
    const own = SUBJECT_OF[kind];
    if (own && ![...words.body.matchAll(PLACE)].some(([, name]) => name === own))
      throw new Refusal('placeholder_missing', { placeholder: own, field: `${language}.body` });
  }
}

/** The words with everything filled in. */
export function fill(words: LetterWords, values: LetterValues): LetterWords {
  const known: Readonly<Record<string, string | undefined>> = { ...values };
  const filled = (text: string) => text.replace(PLACE, (_, name: string) => known[name] ?? '');
  return {
    ...words,
    subject: filled(words.subject),
    body: filled(words.body),
    howTo: filled(words.howTo),
    keepSafe: filled(words.keepSafe),
  };
}
