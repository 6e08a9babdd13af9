import type { Command, Option } from 'commander';
import type { Contract } from '../api/contract/route.js';
import { ROUTES, type RouteName } from '../api/contract/routes.js';
import type { RequestOf, Sending } from './client.js';
import { EXIT, type Language } from './failures.js';
import { type AnswerOf, answerOf, type Reply } from './reply.js';
import { claim, type Session } from './session.js';
import { counted, option, type Typed, typedOf } from './typed.js';

/** How answers are told to people. */
export interface View {
  language: Language;
  now: Date;
}

/** A command that calls one route: what it takes, how that becomes a request, how the answer is told. */
export interface Verb<N extends RouteName> {
  route: N;
  /** With its arguments, as commander reads them: `show <order-no>`. */
  name: string;
  /** The summary of the route, unless given. */
  about?: string;
  /** What its group does when no command is named. */
  isDefault?: boolean;
  options?: readonly Option[];
  request(typed: Typed): RequestOf<N> | Promise<RequestOf<N>>;
  tell(answer: AnswerOf<N>, view: View): string;
  /** True for an answer that is a refusal all the same. */
  refused?(answer: AnswerOf<N>): boolean;
}

export function addVerb<N extends RouteName>(group: Command, session: Session, verb: Verb<N>): Command {
  const command = declare(group, session, verb);
  command.action(async () => {
    const typed = typedOf(command);
    const request = await verb.request(typed);
    const reply = await session.client().send(verb.route, request, sendingOf(typed));
    if (verb.refused?.(answerOf(verb.route, reply))) session.exitCode = EXIT.refused;
    show(session, verb, reply);
  });
  return command;
}

/** The answer as it came with `--json`, or in words. */
export function show<N extends RouteName>(
  session: Session,
  verb: Pick<Verb<N>, 'route' | 'tell'>,
  reply: Reply,
): void {
  const { terminal } = session;
  const view = { language: session.language(), now: new Date() };
  const text = session.json()
    ? reply.bytes.toString().trimEnd()
    : verb.tell(answerOf(verb.route, reply), view);
  terminal.out(`${text}\n`);
}

/** A command with what its route's contract gives it. */
export function declare<N extends RouteName>(
  group: Command,
  session: Session,
  { route: name, ...verb }: Pick<Verb<N>, 'route' | 'name' | 'about' | 'isDefault' | 'options'>,
): Command {
  const route: Contract = ROUTES[name];
  const { isDefault = false, about = route.summary } = verb;
  const command = group.command(verb.name, { isDefault }).description(about);
  const posting = route.method === 'post' ? [KEY] : [];
  const waiting = route.kind === 'act' && route.waits ? [WAIT] : [];
  for (const each of [...(verb.options ?? []), ...waiting, ...posting]) command.addOption(each);
  claim(session, name, command);
  return command;
}

const KEY = option('--idempotency-key <key>', 'the same key again is the same deed; a new one unless given');
const WAIT = counted(
  '--wait <seconds>',
  'answer when the lifecycle has acted on it, or after this long (at most 20)',
);

const sendingOf = (typed: Typed): Sending => ({
  idempotencyKey: typed.text('idempotencyKey'),
  waitSeconds: typed.number('wait'),
});
