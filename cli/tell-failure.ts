import type { Problem } from '../api/contract/problem.js';
import {
  Answered,
  EXIT,
  Interrupted,
  type Language,
  Unreachable,
  Usage,
  type Words,
  words,
} from './failures.js';
import { detailText, plain } from './print.js';

/** What went wrong as a person reads it, and the code that a script reads. */
export interface Failure {
  exitCode: number;
  text: string;
}

export function tellFailure(error: unknown, language: Language): Failure | undefined {
  if (error instanceof Answered)
    return { exitCode: exitCodeOf(error.problem), text: tellProblem(error.problem, language) };
  if (error instanceof Usage) return { exitCode: EXIT.usage, text: error.words[language] };
  if (error instanceof Unreachable) return { exitCode: EXIT.unreachable, text: error.words[language] };
  if (error instanceof Interrupted) return { exitCode: EXIT.interrupted, text: error.words[language] };
  return undefined;
}

/** A refusal stands; what time mends may be tried again. */
const exitCodeOf = ({ status }: Problem): number =>
  status >= 500 || status === 429 ? EXIT.unreachable : EXIT.refused;

/** The sentence, what exactly did not fit, the way out; then code and reference for the help desk. */
function tellProblem(problem: Problem, language: Language): string {
  const { code, detail, hint = {}, errors = [], instance } = problem;
  const way = WAYS_OUT[code];
  return [
    plain(detail ?? UNTOLD[language]),
    ...errors.map(({ in: where, path, message }) =>
      plain(`  ${[where, path].filter(Boolean).join(' ')}: ${message}`),
    ),
    ...Object.entries(hint).map(([name, value]) => plain(`  ${detailText({ [name]: value })}`)),
    ...(way ? [`  ${way[language]}`] : []),
    plain(`  ${code} · ${instance}`),
  ].join('\n');
}

const UNTOLD = words(
  '服务出错，没有说明原因。请凭编号联系技术人员。',
  'The server failed and cannot say why. Give the reference to a technician.',
);

/** Where the sentence of the server leaves open which command mends it. */
const WAYS_OUT: Readonly<Record<string, Words | undefined>> = {
  unauthenticated: words(
    '用 --token 或 OQR_TOKEN 给出令牌；本机演示环境可用 --as desk 等。',
    'Give --token or OQR_TOKEN, or --as desk (or another demo person) on a demo installation.',
  ),
  claim_missing: words('先运行 oqr reviews claim。', 'Run oqr reviews claim first.'),
  evidence_changed: words('用 oqr reviews show 重新查看。', 'Look again with oqr reviews show.'),
  case_not_technical: words('改用 oqr cases resolve。', 'Use oqr cases resolve.'),
  case_not_business: words('改用 oqr cases retry。', 'Use oqr cases retry.'),
  mapping_unknown: words(
    '模板列在上面，自己的映射用 --map。',
    'The presets are named above; --map takes your own.',
  ),
  file_unreadable: words('原因见 docs/IMPORT.md。', 'The reasons are explained in docs/IMPORT.md.'),
  code_not_issued: words(
    '用 oqr orders submit 提交生成申请。',
    'Ask for it with oqr orders submit, or wait for it.',
  ),
};
