import type { Command } from 'commander';
import { LETTER_KINDS, SENT_BY } from '../domain/letters.js';
import { Usage } from './failures.js';
import { moment, table } from './print.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { type Typed, textOf } from './typed.js';
import { addVerb } from './verb.js';

/** The words of messages. */
export function addLetters(program: Command, session: Session): void {
  const group = program.command('templates').description('The words of messages, by kind and channel');
  addVerb(group, session, {
    route: 'listTemplates',
    name: 'list',
    isDefault: true,
    request: () => ({}),
    tell: tellTemplates,
  });
  addVerb(group, session, {
    route: 'showTemplate',
    name: 'show <kind> <channel>',
    request: templateOf,
    tell: ({ items }) => {
      const [inForce] = items;
      return `${tellTemplates({ items })}\n\n${JSON.stringify(inForce?.texts, undefined, 2)}`;
    },
  });
  addVerb(group, session, {
    route: 'previewTemplate',
    name: 'preview <kind> <channel> [file]',
    about: 'A message as its reader would see it: the words in force, or {"texts":…} of a JSON file',
    request: async (typed) => ({
      ...templateOf(typed),
      body: { asWritten: typed.arg(2) === '' ? '{}' : await textOf(typed.arg(2), session.terminal) },
    }),
    tell: ({ subject, text }) => `${subject}\n\n${text}`,
  });
  addVerb(group, session, {
    route: 'saveTemplate',
    name: 'save <kind> <channel> <file>',
    about:
      'Save the next version from a JSON file: {"seen": the version that was seen, "texts": {"zh":…, "en":…}}',
    request: async (typed) => ({
      ...templateOf(typed),
      body: { asWritten: await textOf(typed.arg(2), session.terminal) },
    }),
    tell: ({ version }) => `version ${version} is in force`,
  });
}

function templateOf(typed: Typed) {
  return { params: { kind: chosen(LETTER_KINDS, typed.arg(0)), channel: chosen(SENT_BY, typed.arg(1)) } };
}

export function chosen<Word extends string>(known: readonly Word[], text: string): Word {
  const word = known.find((one) => one === text);
  if (word !== undefined) return word;
  throw new Usage(
    `没有 ${text}，可选：${known.join('、')}。`,
    `There is no ${text}, only ${known.join(', ')}.`,
  );
}

function tellTemplates({ items }: Pick<AnswerOf<'listTemplates'>, 'items'>): string {
  return table(
    ['kind', 'channel', 'version', 'subject', 'saved by', 'saved'].map((title) => ({ title })),
    items.map(({ kind, channel, version, texts, savedBy, savedAt }) => [
      ...[kind, channel, String(version), texts.zh.subject],
      ...[savedBy, moment(savedAt)],
    ]),
  );
}
