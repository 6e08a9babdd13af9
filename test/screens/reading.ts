import { FACT_TYPES } from '../../domain/facts.js';
import { STATES } from '../../domain/lifecycle.js';
import { DEPARTMENTS, ROLES } from '../../domain/people.js';
import { RISKS } from '../../domain/rules.js';
import { alerts } from '../../web/words/zh/alerts.js';
import { amend } from '../../web/words/zh/amend.js';
import { bench } from '../../web/words/zh/bench.js';
import { words } from '../../web/words/zh.js';
import { words as settings } from '../../web/words/zh-settings.js';

/** What is not in the reader's language: a key that has no word, a code of the record, Chinese in English. */
export function untranslated(text: string, language: 'zh' | 'en'): string[] {
  const keys = text.match(KEY) ?? [];
  const foreign = language === 'en' ? (text.replace(NAMES, '').match(HAN) ?? []) : (text.match(CODE) ?? []);
  return [...new Set([...keys, ...foreign])];
}

/** Demo people have Chinese names, and one button names the other language in it. */
const NAMES = /演示·[\p{Script=Han}]+|中文|中/gu;
const HAN = /\p{Script=Han}+/gu;

const groups = [
  ...new Set(
    Object.keys({ ...words, ...alerts, ...amend, ...bench, ...settings }).map((key) => key.split('.')[0]),
  ),
];
const KEY = new RegExp(`\\b(?:${groups.join('|')})\\.[a-z][a-z_]{2,}\\b`, 'g');

/** A code without a word is shown with spaces for its underscores. */
const codes = [...FACT_TYPES, ...STATES, ...DEPARTMENTS, ...ROLES, ...RISKS]
  .filter((code) => code.includes('_'))
  .flatMap((code) => [code, code.replaceAll('_', ' ')]);
const CODE = new RegExp(`\\b(?:${codes.join('|')})\\b`, 'g');
