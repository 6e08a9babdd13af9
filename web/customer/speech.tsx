import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { Language } from '../format.js';
import { customer as en } from '../words/en/customer.js';
import { customer as zh } from '../words/zh/customer.js';

export type Key = keyof typeof zh;
const WORDS: Readonly<Record<Language, Readonly<Record<Key, string>>>> = { zh, en };

type Mode = 'light' | 'dark';

interface Spoken {
  language: Language;
  mode: Mode;
  t(key: Key, values?: Readonly<Record<string, string | number>>): string;
  turnLanguage(): void;
  turnMode(): void;
}

const SpeechContext = createContext<Spoken | undefined>(undefined);

export function useSpeech(): Spoken {
  const spoken = useContext(SpeechContext);
  if (!spoken) throw new Error('nothing speaks here');
  return spoken;
}

/** Some in-app browsers keep nothing: what was chosen then lasts as long as the page. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // It lasts as long as the page.
  }
}

const spokenFirst = (): Language => {
  const kept = recall('oqr.language') ?? navigator.language;
  return kept.startsWith('en') ? 'en' : 'zh';
};

const seenFirst = (): Mode => {
  const kept = recall('oqr.theme');
  if (kept === 'light' || kept === 'dark') return kept;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
};

/** Two languages and two looks, as they were chosen here or in another window, or as the phone has them. */
export function Speech({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(spokenFirst);
  const [mode, setMode] = useState(seenFirst);
  const words = WORDS[language];
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.documentElement.dataset.mode = mode;
    document.title = words['page.title'];
  }, [language, mode, words]);
  useEffect(() => {
    const follow = () => setMode(seenFirst());
    window.addEventListener('storage', follow);
    return () => window.removeEventListener('storage', follow);
  }, []);
  const spoken: Spoken = {
    language,
    mode,
    t: (key, values = {}) =>
      words[key].replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole)),
    turnLanguage: () => {
      const next = language === 'zh' ? 'en' : 'zh';
      keep('oqr.language', next);
      setLanguage(next);
    },
    turnMode: () => {
      const next = mode === 'dark' ? 'light' : 'dark';
      keep('oqr.theme', next);
      setMode(next);
    },
  };
  return <SpeechContext.Provider value={spoken}>{children}</SpeechContext.Provider>;
}
