import { MOVES, STATES, type State } from '../domain/lifecycle.js';
import { DEPARTMENT_SCOPED, EXCLUDING, OWNER_OF, RIGHTS, RIGHTS_OF, ROLES } from '../domain/people.js';
import { REFUSALS } from '../domain/refusal.js';

/** The pages that are made from the domain: path → text. `npm run docs` writes them, a test compares them. */
export const PAGES: Readonly<Record<string, () => string>> = {
  'docs/ERRORS.md': errorsPage,
  'docs/LIFECYCLE.md': lifecyclePage,
  'docs/PERMISSIONS.md': permissionsPage,
};

const MADE = '<!-- Made by `npm run docs` from domain/; edit the domain instead. -->';

function errorsPage(): string {
  const rows = Object.entries(REFUSALS).map(
    ([code, { status, zh, en }]) => `| \`${code}\` | ${status} | ${zh} | ${en} |`,
  );
  return lines(
    '# Refusals',
    MADE,
    '',
    'What the caller must mend. Over HTTP a refusal is `application/problem+json` (RFC 9457) with its `code`, the status',
    'below and, by `Accept-Language`, one of the two sentences. `out_of_service` is an outage: try again after `Retry-After`.',
    '',
    '| code | status | 中文 | English |',
    '|---|---|---|---|',
    ...rows,
  );
}

function lifecyclePage(): string {
  return lines(
    "# The life of an order's code",
    MADE,
    '',
    'A state changes only when its fact is written, in one transaction. A fact without a cell leaves the state as it is; a',
    'request that `mayRequest` does not allow is refused with `state_forbids`. `next(order)` picks the deed, see',
    '[ARCHITECTURE](ARCHITECTURE.md). `exception_closed` goes back to where the exception came from, or to `verifying`.',
    '```mermaid',
    'flowchart LR',
    ...arrows(),
    '```',
    '| state | owner | facts that move it |',
    '|---|---|---|',
    ...STATES.map((state) => `| \`${state}\` | ${OWNER_OF[state]} | ${movesOf(state)} |`),
  );
}

function permissionsPage(): string {
  return lines(
    '# Who may do what',
    MADE,
    '',
    'Roles are jobs, rights are what the API asks for; every route names its right. `test/api/matrix/expected.ts` lists every',
    'route with the roles it lets in, and a test tries all of them. A substitute acts in the roles of the person who is away,',
    'except in those that exclude one of their own, and every such deed names both.',
    '',
    `| right | ${ROLES.join(' | ')} |`,
    `|---|${ROLES.map(() => '---|').join('')}`,
    ...RIGHTS.map(
      (right) =>
        `| \`${right}\` | ${ROLES.map((role) => (RIGHTS_OF[role].includes(right) ? '●' : '')).join(' | ')} |`,
    ),
    '',
    '## Roles that nobody holds together',
    ...ROLES.flatMap((role) => excluded(role)),
    '',
    '## Whose orders',
    `Everybody sees every order, except ${DEPARTMENT_SCOPED.join(', ')}: they see what their department entered, owns or was`,
    'handed. An administrator may set either for a person. What is out of sight is answered with 404.',
  );
}

function excluded(role: (typeof ROLES)[number]): string[] {
  const others = EXCLUDING.filter(([one]) => one === role).map(([, other]) => other);
  return others.length > 0 ? [`- ${role}: ${others.join(', ')}`] : [];
}

/** One arrow a fact and target; the states it leaves are joined. */
function arrows(): string[] {
  const from = new Map<string, State[]>();
  for (const state of STATES) {
    for (const [fact, to] of Object.entries(MOVES[state])) {
      const arrow = `${fact}--> ${to === 'origin' ? 'origin((origin))' : to}`;
      from.set(arrow, [...(from.get(arrow) ?? []), state]);
    }
  }
  return [...from].map(([arrow, states]) => `  ${states.join(' & ')} -- ${arrow.replace('-->', ' -->')}`);
}

function movesOf(state: State): string {
  const moves = Object.entries(MOVES[state]).map(([fact, to]) => `${fact} → ${to}`);
  return moves.join(', ') || '(none)';
}

const lines = (...text: string[]): string => `${text.join('\n')}\n`;
