import type { Request } from 'express';
import { REFUSALS, type RefusalCode } from '../domain/refusal.js';

export type Language = 'zh' | 'en';

/** Chinese unless the caller prefers English. */
export const languageOf = (req: Request): Language =>
  req.acceptsLanguages('zh', 'en') === 'en' ? 'en' : 'zh';

/** The sentence of a refusal. */
export const sentenceOf = (code: RefusalCode, language: Language): string => REFUSALS[code][language];
