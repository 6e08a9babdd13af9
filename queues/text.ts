import { PROGRESS, type Progress, progressLetter } from '../domain/incident.js';

/** The words of a message that carries a code: what it is, how to use it, and to keep it safe (P3.1.2). */
export interface Words {
  subject: string;
  text: string;
  html: string;
}

/** Content id of the symbol inside the e-mail. */
export const SYMBOL_CID = 'order-qr-code';

/** Template `code_issued`, in Chinese and English. `link` is the text of the code itself. */
export function codeIssued({ orderNo, link }: { orderNo: string; link: string }): Words {
  return {
    subject: `订单二维码 ${orderNo} · Your order QR code`,
    text: [...ZH(orderNo), link, '', ...EN(orderNo), link, ''].join('\n'),
    html: [
      '<!doctype html><html><body style="font-family:sans-serif;max-width:40em">',
      paragraphs(ZH(orderNo)),
      `<p><img src="cid:${SYMBOL_CID}" alt="订单二维码 / order QR code"></p>`,
      `<p><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>`,
      `<hr><div lang="en">${paragraphs(EN(orderNo))}</div>`,
      '</body></html>',
    ].join('\n'),
  };
}

/** Template `review_question`: a reviewer's own words, and where to answer. No symbol goes with it. */
export function reviewQuestion(letter: { orderNo: string; link: string; question: string }): Words {
  const { orderNo, link, question } = letter;
  const zh = [`您好，我们在核对订单 ${orderNo} 时有一个问题：`, question, '请回复客服，或打开下方链接。'];
  const en = [
    `Hello, while checking your order ${orderNo} we have a question (above, in the words of our reviewer).`,
    'Please answer our customer service, or open the link.',
  ];
  return {
    subject: `关于订单 ${orderNo} 的问题 · A question about your order`,
    text: [...zh, link, '', ...en, link, ''].join('\n'),
    html: [
      '<!doctype html><html><body style="font-family:sans-serif;max-width:40em">',
      paragraphs(zh),
      `<p><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>`,
      `<hr><div lang="en">${paragraphs(en)}</div>`,
      '</body></html>',
    ].join('\n'),
  };
}

/** The progress that a template tells of, or undefined when it tells of something else. */
export const progressOf = (template: string): Progress | undefined =>
  PROGRESS.find((progress) => template === `progress_${progress}`);

/** Templates `progress_…`: how a dispute stands, in fixed sentences (P6.3.3). */
export function progressTold(
  progress: Progress,
  { orderNo, link }: { orderNo: string; link: string },
): Words {
  const { subject, ...told } = progressLetter(progress, orderNo);
  const [zh, en] = [[told.zh], [told.en]];
  return {
    subject,
    text: [...zh, link, '', ...en, link, ''].join('\n'),
    html: [
      '<!doctype html><html><body style="font-family:sans-serif;max-width:40em">',
      paragraphs(zh),
      `<p><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>`,
      `<hr><div lang="en">${paragraphs(en)}</div>`,
      '</body></html>',
    ].join('\n'),
  };
}

const ZH = (orderNo: string): string[] => [
  `您好，订单 ${orderNo} 的二维码已生成。`,
  '使用说明：查询、付款、收货或联系客服时，请出示此二维码，或打开下方链接。',
  '请妥善保管：持有此二维码即可查看并办理该订单，请勿转发或公开；如遗失或泄露，请立即联系我们更换。',
];

const EN = (orderNo: string): string[] => [
  `Hello, here is the QR code of your order ${orderNo}.`,
  'How to use it: show it, or open the link, to follow the order, to pay, on delivery, or when you contact us.',
  'Keep it safe: whoever holds it can see and act on this order. Do not forward or publish it; if it is lost or leaked, ask us for a new one at once.',
];

function paragraphs(lines: readonly string[]): string {
  return lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n');
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
