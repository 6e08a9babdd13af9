import type { Command, Option } from 'commander';
import { FACT_RIGHTS } from '../api/contract/facts.js';
import { ROUTES, type RouteName } from '../api/contract/routes.js';
import type { Session } from './session.js';

/** `oqr manual`: docs/CLI.md, made from the commands themselves. */
export function addManual(program: Command, session: Session): void {
  program
    .command('manual')
    .description('This manual, as Markdown: every command with its options')
    .action(() => session.terminal.out(manual(program, session)));
}

export function manual(program: Command, session: Session): string {
  const commands = program.commands.flatMap(leaves);
  const shared = sharedOptions(commands);
  const text = [
    INTRODUCTION,
    optionsTable(program.options),
    '## Options of many commands',
    optionsTable(shared),
    ...commands.map((command) => sectionOf(command, session, shared)),
  ];
  return `${text.join('\n\n')}\n`;
}

const INTRODUCTION = `# The command line

<!-- Made by \`oqr manual > docs/CLI.md\`; edit cli/ instead. -->

\`\`\`
npm run oqr -- COMMAND         from a clone; \`oqr COMMAND\` when it is linked (\`npm link\`)
oqr --as desk orders list      the demo people of the installation that runs here: desk, finance, reviewer …
oqr --url https://… --token …  any other; OQR_URL and OQR_TOKEN say the same
\`\`\`

Answers go to standard output, everything else to standard error; \`--json\` prints the server's answer as it came,
also when it is a refusal. A refusal is a sentence in the language of \`LANG\` or \`--lang\`, with its code and the
reference that the server's log holds. Amounts are typed in major units (\`120.00\`) and never rounded.

| ends with | when |
|---|---|
| 0 | done |
| 1 | refused: the server said no (for \`scan\`: the code or the purpose; for \`import\`: the file, not single rows) |
| 2 | typed wrong: nothing was sent |
| 3 | no answer, or out of service: try again. After a POST, use the \`--idempotency-key\` that is printed |
| 70 | oqr itself failed: a fault to report |
| 130 | Ctrl-C |

Every POST carries an \`Idempotency-Key\`; the same key again is the same deed. \`--wait N\` asks for the answer only when
the lifecycle has acted on the fact. Every list prints one page; \`--all\` goes on to the end.

## Options of every command`;

function leaves(command: Command): Command[] {
  return command.commands.length > 0 ? command.commands.flatMap(leaves) : [command];
}

const MANY = 4;

/** What many commands take is told once. */
function sharedOptions(commands: readonly Command[]): readonly Option[] {
  const all = commands.flatMap((command) => command.options);
  const alike = (one: Option) => all.filter((other) => same(one, other)).length;
  return all.filter((one, at) => alike(one) >= MANY && all.findIndex((other) => same(one, other)) === at);
}

const same = (one: Option, other: Option): boolean =>
  one.flags === other.flags && one.description === other.description;

function sectionOf(command: Command, session: Session, shared: readonly Option[]): string {
  const route = [...session.routes].find(([, commands]) => commands.includes(command))?.[0];
  const isShared = (one: Option) => shared.some((other) => same(one, other));
  const also = command.options.filter(isShared).map(({ long }) => `\`${long}\``);
  const parts = [
    `## oqr ${nameOf(command)}`,
    `${cell(command.description())}${route ? ` (${rightOf(route)})` : ''}.`,
    optionsTable(command.options.filter((one) => !isShared(one))),
    also.length > 0 ? `Also ${also.join(', ')}.` : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function nameOf(command: Command): string {
  const words: string[] = [];
  for (let at: Command | null = command; at?.parent; at = at.parent) words.unshift(at.name());
  const args = command.registeredArguments.map((one) =>
    one.required ? `<${one.name()}>` : `[${one.name()}]`,
  );
  return [...words, ...args].join(' ');
}

function rightOf(name: RouteName): string {
  const { right } = ROUTES[name];
  switch (right) {
    case 'anybody':
      return 'anybody';
    case 'person':
      return name === 'stateFact' ? `right by type: ${rightsByType()}` : 'any person';
    default:
      return `right \`${right}\``;
  }
}

/** The rights that facts ask for, each with its types. */
function rightsByType(): string {
  const stated = Object.entries(FACT_RIGHTS);
  const rights = [...new Set(stated.map(([, right]) => right))];
  const typesOf = (wanted: string) => stated.filter(([, right]) => right === wanted).map(([type]) => type);
  return rights.map((right) => `\`${right}\` for ${typesOf(right).join(', ')}`).join('; ');
}

function optionsTable(options: readonly Option[]): string {
  const rows = options.map(({ flags, description, argChoices, mandatory }) => {
    const choices = argChoices ? ` (${argChoices.join(', ')})` : '';
    return `| \`${flags}\` | ${cell(description)}${choices}${mandatory ? '; needed' : ''} |`;
  });
  return rows.length === 0 ? '' : ['| option | |', '|---|---|', ...rows].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
