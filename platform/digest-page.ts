import type { DigestPeriod } from '../domain/digest.js';
import type { MailWords } from './letter-page.js';

/** What a digest tells; numbers of orders and nothing of their customers. */
export interface Digest {
  period: DigestPeriod;
  day: string;
  departments: readonly { nameZh: string; nameEn: string; stuck: number; fresh: number }[];
  causes: readonly { cause: string; orders: number }[];
  oldest: readonly string[];
  watched: readonly string[];
}

/** A digest in Chinese and English, as a mail carries it. */
export function digestMail(digest: Digest): MailWords {
  const zh = linesOf(digest, ZH);
  const en = linesOf(digest, EN);
  return {
    subject: `${ZH.title(digest)} · ${EN.title(digest)}`,
    text: [...zh, '', ...en, ''].join('\n'),
    html: `<!doctype html><html><body style="font-family:sans-serif;max-width:40em">${paragraphs(zh)}<hr><div lang="en">${paragraphs(en)}</div></body></html>`,
  };
}

interface Words {
  title(digest: Digest): string;
  name(department: Digest['departments'][number]): string;
  of(name: string, stuck: number, fresh: number): string;
  none: string;
  causes: string;
  cause(code: string): string;
  oldest: string;
  watched: string;
  stop: string;
}

function linesOf(digest: Digest, words: Words): string[] {
  const { departments, causes, oldest, watched } = digest;
  return [
    words.title(digest),
    ...departments.map((one) => words.of(words.name(one), one.stuck, one.fresh)),
    ...(departments.length === 0 ? [words.none] : []),
    ...listed(
      words.causes,
      causes.map(({ cause, orders }) => `${words.cause(cause)} ${orders}`),
    ),
    ...listed(words.oldest, oldest),
    ...listed(words.watched, watched),
    words.stop,
  ];
}

const listed = (title: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : [`${title}${items.join(', ')}`];

const CAUSES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  technical_fault: ['技术故障', 'technical fault'],
  on_hold: ['已冻结', 'on hold'],
  not_submitted: ['未提交', 'not submitted'],
  in_progress: ['处理中', 'in progress'],
  review_due: ['待审核', 'review due'],
  not_archived: ['未归档', 'not archived'],
  transfer_unanswered: ['交接无人应答', 'transfer unanswered'],
  unpaid: ['未付清', 'unpaid'],
  unshipped: ['未发货', 'unshipped'],
  undelivered: ['未签收', 'undelivered'],
  service_due: ['服务未完成', 'service due'],
  credit_due: ['信用未批准', 'credit due'],
};

const ZH: Words = {
  title: ({ period, day }) => (period === 'daily' ? `滞留日报 ${day}` : `滞留周报 ${day} 起一周`),
  name: ({ nameZh }) => nameZh,
  of: (name, stuck, fresh) => `${name}：滞留 ${stuck} 单，其中新增 ${fresh} 单`,
  none: '没有滞留的订单。',
  causes: '主要原因：',
  cause: (code) => CAUSES[code]?.[0] ?? code,
  oldest: '滞留最久：',
  watched: '重点跟踪：',
  stop: '如不再需要，请在「登录与安全」中关闭。',
};

const EN: Words = {
  title: ({ period, day }) => (period === 'daily' ? `Stuck orders, ${day}` : `Stuck orders, week of ${day}`),
  name: ({ nameEn }) => nameEn,
  of: (name, stuck, fresh) => `${name}: ${stuck} stuck, ${fresh} of them new`,
  none: 'No order is stuck.',
  causes: 'Top causes: ',
  cause: (code) => CAUSES[code]?.[1] ?? code,
  oldest: 'Longest stuck: ',
  watched: 'Watched: ',
  stop: 'You can stop these under "Sign-in and security".',
};

function paragraphs(lines: readonly string[]): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return lines.map((line) => `<p>${line.replace(/[&<>"]/g, (one) => entities[one] ?? one)}</p>`).join('');
}
