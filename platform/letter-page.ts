import type { LetterWords } from '../domain/letters.js';

/** A letter as an e-mail carries it. */
export interface MailWords {
  subject: string;
  text: string;
  html: string;
}

/** Content id of the symbol inside the e-mail. */
export const SYMBOL_CID = 'order-qr-code';

interface LetterParts {
  zh: LetterWords;
  en: LetterWords;
  link: string;
  /** Whether the symbol is shown in the text, as the inline part with its content id. */
  symbol: boolean;
  /** Where its reader stops such messages. */
  stopUrl?: string | undefined;
}

/** Both languages in one e-mail: what it is, the code, how to use it, to keep it safe (P3.1.2). */
export function mailOf({ zh, en, link, symbol, stopUrl }: LetterParts): MailWords {
  return {
    subject: [zh.subject, en.subject].join(' · '),
    text: [...paragraphsOf(zh), link, '', ...paragraphsOf(en), link, '', ...stopText(stopUrl)].join('\n'),
    html: [
      '<!doctype html><html><body style="font-family:sans-serif;max-width:40em">',
      html(paragraphsOf(zh)),
      ...(symbol ? [`<p><img src="cid:${SYMBOL_CID}" alt="订单二维码 / order QR code"></p>`] : []),
      `<p>${anchor(link, link)}</p>`,
      `<hr><div lang="en">${html(paragraphsOf(en))}</div>`,
      ...(stopUrl === undefined ? [] : [`<p>${anchor(stopUrl, STOP)}</p>`]),
      '</body></html>',
    ].join('\n'),
  };
}

const STOP = '不再接收此类消息 · Stop these messages';
const stopText = (stopUrl: string | undefined): string[] =>
  stopUrl === undefined ? [] : [`${STOP}: ${stopUrl}`, ''];

const paragraphsOf = ({ body, howTo, keepSafe }: LetterWords): string[] => [
  ...body.split('\n'),
  howTo,
  keepSafe,
];

/** The code on another site's page: one section without script or style, the symbol inside it. */
export function confirmationHtml(parts: {
  lang: string;
  svg: string;
  link: string;
  howTo: string;
  keepSafe: string;
}): string {
  const { lang, svg, link, howTo, keepSafe } = parts;
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  return [
    `<section class="order-qr" lang="${lang}">`,
    `<p><img src="${source}" alt="${lang === 'en' ? 'Order QR code' : '订单二维码'}" width="240"></p>`,
    `<p>${anchor(link, link)}</p>`,
    html([howTo, keepSafe]),
    '</section>',
  ].join('\n');
}

const anchor = (href: string, shown: string): string =>
  `<a href="${escapeHtml(href)}">${escapeHtml(shown)}</a>`;

function html(lines: readonly string[]): string {
  return lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n');
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
