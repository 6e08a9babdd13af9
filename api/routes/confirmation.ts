import { templatesInForce } from '../../db/letters.js';
import { fill, type LetterWords } from '../../domain/letters.js';
import { Refusal } from '../../domain/refusal.js';
import { confirmationHtml } from '../../platform/letter-page.js';
import { drawSvg } from '../../qr/symbol.js';
import type { Routes } from '../contract/routes.js';
import type { Read } from '../handler.js';
import { codeInForce } from '../labels.js';

/** The order-confirmation page is the shop's own (P3.1.1): it asks with its server's token, and frames nothing of ours. */
export const show: Read<Routes['showConfirmation']> = async (deps, { params }) => {
  const { orderNo, code, textIn } = await codeInForce(deps, deps.db, params.orderNo);
  const template = (await templatesInForce(deps.db)).find(
    ({ kind, channel }) => kind === 'code_issued' && channel === 'email',
  );
  if (!template) throw new Refusal('template_unknown');
  const link = textIn(code.profile);
  const { svg } = drawSvg(link, { medium: 'screen', orderNo });
  const told = (words: LetterWords, lang: 'zh-CN' | 'en') => {
    const { howTo, keepSafe } = fill(words, { orderNo, link });
    return { howTo, keepSafe, html: confirmationHtml({ lang, svg, link, howTo, keepSafe }) };
  };
  const { zh, en } = template.texts;
  return { status: 200, body: { orderNo, link, svg, words: { zh: told(zh, 'zh-CN'), en: told(en, 'en') } } };
};
