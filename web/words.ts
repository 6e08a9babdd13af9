import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language } from './format.js';
import type { alerts } from './words/zh/alerts.js';
import type { amend } from './words/zh/amend.js';
import type { bench } from './words/zh/bench.js';
import type { books } from './words/zh/books.js';
import type { faces } from './words/zh/faces.js';
import type { offline } from './words/zh/offline.js';
import type { prints } from './words/zh/prints.js';
import type { words as zh } from './words/zh.js';
import type { words as settings } from './words/zh-settings.js';

export type Words = typeof zh;
export type Key =
  | keyof Words
  | keyof typeof alerts
  | keyof typeof amend
  | keyof typeof bench
  | keyof typeof books
  | keyof typeof faces
  | keyof typeof offline
  | keyof typeof prints
  | keyof typeof settings;

const KEPT = 'oqr.language';
const HTML: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };
const LOADS: Readonly<Record<Language, () => Promise<{ words: Words }>>> = {
  zh: () => import('./words/zh.js'),
  en: () => import('./words/en.js'),
};

/** Loads the words of the language that was chosen here before; Chinese unless. */
export async function openWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    fallbackLng: false,
    resources: {},
  });
  await speak(localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh');
}

export async function speak(language: Language): Promise<void> {
  const { words } = await LOADS[language]();
  i18next.addResourceBundle(language, 'translation', words, true, true);
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = HTML[language];
  await i18next.changeLanguage(language);
  document.title = i18next.t('app.title');
}

/** Words that come with the screens that say them, in both languages. */
export function addWords(spoken: Readonly<Record<Language, Readonly<Record<string, string>>>>): void {
  for (const [language, words] of Object.entries(spoken))
    i18next.addResourceBundle(language, 'translation', words, true, true);
}

export interface Speech {
  language: Language;
  t(key: Key, values?: Record<string, string | number>): string;
  /** The word for a code of the API; a code that has none is shown with its underscores as spaces. */
  word(group: string, code: string): string;
}

export function useWords(): Speech {
  const { t, i18n } = useTranslation();
  return {
    language: i18n.language === 'en' ? 'en' : 'zh',
    t: (key, values) => t(key, values ?? {}),
    word: (group, code) =>
      i18n.exists(`${group}.${code}`) ? t(`${group}.${code}`) : code.replaceAll('_', ' '),
  };
}
