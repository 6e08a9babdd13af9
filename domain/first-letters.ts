import { TOLD } from './incident.js';
import {
  LETTER_KINDS,
  type LetterKind,
  type LetterTexts,
  type LetterWords,
  SENT_BY,
  type SentBy,
} from './letters.js';

const HOW_TO = {
  zh: '使用说明：查询、付款、收货或联系客服时，请出示此二维码，或打开链接。',
  en: 'How to use it: show the code, or open the link, to follow the order, to pay, on delivery, or when you contact us.',
};
const KEEP_SAFE = {
  zh: '请妥善保管：持有此二维码即可查看并办理该订单，请勿转发或公开；如遗失或泄露，请立即联系我们更换。',
  en: 'Keep it safe: whoever holds it can see and act on this order. Do not forward or publish it; if it is lost or leaked, ask us for a new one at once.',
};

function long(kind: LetterKind): LetterTexts {
  const { zh, en } = said(kind);
  return {
    zh: { ...zh, howTo: HOW_TO.zh, keepSafe: KEEP_SAFE.zh },
    en: { ...en, howTo: HOW_TO.en, keepSafe: KEEP_SAFE.en },
  };
}

/** Short enough for a telephone. */
function short(kind: LetterKind): LetterTexts {
  const { zh, en } = said(kind);
  return {
    zh: { ...zh, howTo: '打开链接即可查看：{{link}}', keepSafe: '请妥善保管，勿转发。' },
    en: { ...en, howTo: 'Open it: {{link}}', keepSafe: 'Keep it safe; do not forward it.' },
  };
}

type Said = Readonly<Record<'zh' | 'en', Pick<LetterWords, 'subject' | 'body'>>>;

function said(kind: LetterKind): Said {
  switch (kind) {
    case 'code_issued':
      return {
        zh: { subject: '订单二维码 {{orderNo}}', body: '您好，订单 {{orderNo}} 的二维码已生成。' },
        en: { subject: 'Your order QR code', body: 'Hello, here is the QR code of your order {{orderNo}}.' },
      };
    case 'code_forwarded':
      return {
        zh: {
          subject: '转发给您的订单二维码 {{orderNo}}',
          body: '您好，我们应订单客户的要求，把订单 {{orderNo}} 的二维码转发给您。',
        },
        en: {
          subject: 'An order QR code for you',
          body: 'Hello, at the wish of its customer we forward you the QR code of order {{orderNo}}.',
        },
      };
    case 'review_question':
      return {
        zh: {
          subject: '关于订单 {{orderNo}} 的问题',
          body: '您好，我们在核对订单 {{orderNo}} 时有一个问题：\n{{question}}\n请回复客服，或打开链接。',
        },
        en: {
          subject: 'A question about your order',
          body: 'Hello, while checking your order {{orderNo}} we have a question, in the words of our reviewer:\n{{question}}\nPlease answer our customer service, or open the link.',
        },
      };
    case 'one_time_code':
      return {
        zh: {
          subject: '订单验证码',
          body: '您好，您的订单页面验证码是 {{code}}，10 分钟内有效。如果不是您本人操作，请不要告诉任何人，并联系我们。',
        },
        en: {
          subject: 'Your order page code',
          body: 'Hello, {{code}} opens your order page within 10 minutes. If it was not you who asked, tell it to nobody and let us know.',
        },
      };
    case 'progress_received':
      return progress(TOLD.received);
    case 'progress_investigating':
      return progress(TOLD.investigating);
    case 'progress_waiting_for_you':
      return progress(TOLD.waiting_for_you);
    case 'progress_settled':
      return progress(TOLD.settled);
  }
}

const progress = ({ zh, en }: { zh: string; en: string }): Said => ({
  zh: { subject: '订单 {{orderNo}} 处理进度', body: `您好，关于订单 {{orderNo}}：${zh}` },
  en: { subject: 'Progress of your order', body: `Hello, about your order {{orderNo}}: ${en}` },
});

/** The templates that a new house begins with, as version 1; people change them afterwards (P3.1.2). */
export const FIRST_LETTERS: readonly { kind: LetterKind; channel: SentBy; texts: LetterTexts }[] =
  LETTER_KINDS.flatMap((kind) =>
    SENT_BY.map((channel) => ({ kind, channel, texts: channel === 'email' ? long(kind) : short(kind) })),
  );
