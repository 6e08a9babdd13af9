import { problem } from '../../../api/contract/problem.js';
import type { Contract } from '../../../api/contract/route.js';
import { ROUTES } from '../../../api/contract/routes.js';
import { REFUSALS, type RefusalCode } from '../../../domain/refusal.js';
import type { Asked } from './asking.js';
import type { Got } from './sending.js';

/** What an answer may never hold: where the code stands, what the database was asked, or what opens a door. */
const LEAKS: readonly (readonly [what: string, sign: RegExp])[] = [
  ['a stack trace', /\n\s+at .+:\d+:\d+|node:internal|node_modules/],
  ['SQL', /\b(select|insert into|update|delete from)\b.{1,400}\b(from|values|set|where)\b/is],
  [
    'the database’s own words',
    /(relation|column|constraint) "|syntax error at|invalid input syntax|duplicate key/,
  ],
  ['a secret', /\$argon2|PRIVATE KEY|Bearer m/],
];

/** Everything that is wrong with an answer; nothing when it is as the document says. */
export function wrongWith(asked: Asked, got: Got): string[] {
  const wrong = LEAKS.filter(([, sign]) => sign.test(got.text)).map(([what]) => `tells ${what}`);
  if (got.status >= 500 && got.status !== 503) return [...wrong, `answers ${got.status}`];
  if (got.status >= 400) return [...wrong, ...wrongRefusal(asked, got)];
  return asked.astray ? wrong : [...wrong, ...wrongSuccess(asked, got)];
}

function wrongRefusal({ operation, astray, method, headers }: Asked, got: Got): string[] {
  if (method === 'HEAD') return [];
  const type = String(got.headers['content-type']);
  if (!type.startsWith('application/problem+json')) return [`refuses ${got.status} as ${type}`];
  const parsed = problem.safeParse(readJson(got.text));
  if (!parsed.success) return ['a refusal that is no problem of RFC 9457'];
  const { code, status, detail, errors } = parsed.data;
  if (!isRefusal(code)) return [`refuses with ${code}, which no table has`];
  const { zh, en, status: due } = REFUSALS[code];
  // Where the head could not be read, nobody knows the language.
  const spoken = errors?.some(({ rule }) => rule === 'http') ? '' : String(headers['accept-language']);
  const sentences = spoken.startsWith('zh') ? [zh] : spoken.startsWith('en') ? [en] : [zh, en];
  return [
    ...(status === got.status && status === due ? [] : [`${code} is ${due}, told as ${got.status}`]),
    ...(sentences.some((one) => one === detail) ? [] : [`${code} has the sentence ${detail}`]),
    ...(astray || operation.answers.get(status)?.includes(code)
      ? []
      : [`${status} ${code} is not in the document`]),
  ];
}

const isRefusal = (code: string): code is RefusalCode => Object.hasOwn(REFUSALS, code);

function wrongSuccess({ operation }: Asked, got: Got): string[] {
  if (!operation.answers.has(got.status)) return [`${got.status} is not in the document`];
  const route = (ROUTES as Readonly<Record<string, Contract>>)[operation.name];
  const answer = route?.answers[got.status];
  if (!answer || !('schema' in answer)) return [];
  const parsed = answer.schema.safeParse(readJson(got.text));
  const [issue] = parsed.error?.issues ?? [];
  return issue ? [`${got.status} does not fit its schema at ${issue.path.join('.')}: ${issue.message}`] : [];
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
