import type { Command } from 'commander';
import { SENT_BY } from '../domain/letters.js';
import { chosen } from './letters.js';
import { addListing, pageOf } from './listing.js';
import { orderNoOf } from './orders.js';
import { moment, table, yesNo } from './print.js';
import { tellRecorded } from './recorded.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { counted, option, REASONS, reasonsOf, repeated, type Typed } from './typed.js';
import { addVerb } from './verb.js';

/** What became of messages, by which channels customers may be written to, and when it is quiet. */
export function addDelivery(program: Command, session: Session): void {
  const group = program.command('delivery').description('Lost messages, receipts, channels and quiet hours');
  addListing(group, session, {
    route: 'listDeadLetters',
    name: 'dead',
    request: (typed) => ({ query: pageOf(typed) }),
    tell: tellDead,
  });
  addVerb(group, session, {
    route: 'resendMessage',
    name: 'resend <order-no> <message-id>',
    options: REASONS,
    request: (typed) => ({
      params: { orderNo: typed.arg(0), messageId: typed.arg(1) },
      body: reasonsOf(typed),
    }),
    tell: tellRecorded,
  });
  addVerb(group, session, {
    route: 'reportMessage',
    name: 'report <received|bounced>',
    options: [
      option('--message <id>', 'our id of the message'),
      option('--provider <id>', "the provider's id of it"),
      option('--code <code>', 'why it came back'),
    ],
    request: (typed) => ({ body: reportOf(typed) }),
    tell: tellRecorded,
  });
  addContact(group, session);
  addQuiet(group, session);
  addPush(group, session);
}

function addContact(group: Command, session: Session): void {
  addVerb(group, session, {
    route: 'showContact',
    name: 'contact <order-no>',
    request: orderNoOf,
    tell: ({ items }) =>
      table(
        ['channel', 'reachable', 'allowed', 'preferred'].map((title) => ({ title })),
        items.map((one) => [one.channel, yesNo(one.reachable), yesNo(one.allowed), yesNo(one.preferred)]),
      ),
  });
  addVerb(group, session, {
    route: 'chooseContact',
    name: 'choose <order-no> <channel>',
    options: [
      option('--refuse', 'not by this channel'),
      option('--prefer', 'by this channel before the others'),
    ],
    request: (typed) => ({
      ...orderNoOf(typed),
      body: {
        channel: chosen(SENT_BY, typed.arg(1)),
        allowed: !typed.flag('refuse'),
        preferred: typed.flag('prefer'),
      },
    }),
    tell: ({ channel, allowed }) => `${channel}: ${allowed ? 'allowed' : 'refused'}`,
  });
  addVerb(group, session, {
    route: 'stopMessages',
    name: 'stop <proof>',
    request: (typed) => ({ body: { proof: typed.arg(0) } }),
    tell: ({ channel }) => `${channel} is stopped`,
  });
}

function addQuiet(group: Command, session: Session): void {
  addVerb(group, session, {
    route: 'showQuietHours',
    name: 'quiet',
    request: () => ({}),
    tell: ({ fromMinute, toMinute, channels, version }) =>
      `${clock(fromMinute)}–${clock(toMinute)} ${channels.join(', ')} (version ${version})`,
  });
  addVerb(group, session, {
    route: 'setQuietHours',
    name: 'set-quiet',
    options: [
      counted('--from <minute>', 'minutes since midnight, company time').makeOptionMandatory(),
      counted('--to <minute>', 'the same as --from: never quiet').makeOptionMandatory(),
      counted('--seen <version>', 'the version that was seen').makeOptionMandatory(),
      repeated('--channel <channel>', 'email, sms or push; may be repeated'),
    ],
    request: (typed) => ({
      body: {
        fromMinute: typed.number('from') ?? 0,
        toMinute: typed.number('to') ?? 0,
        seen: typed.number('seen') ?? 0,
        channels: typed.list('channel').map((text) => chosen(SENT_BY, text)),
      },
    }),
    tell: ({ version }) => `version ${version} is in force`,
  });
}

function addPush(group: Command, session: Session): void {
  addVerb(group, session, {
    route: 'showPushKey',
    name: 'push-key',
    request: () => ({}),
    tell: ({ publicKey }) => publicKey,
  });
}

function reportOf(typed: Typed) {
  const [messageId, providerId, code] = [typed.text('message'), typed.text('provider'), typed.text('code')];
  return {
    outcome: chosen(['received', 'bounced'] as const, typed.arg(0)),
    ...(messageId !== undefined && { messageId }),
    ...(providerId !== undefined && { providerId }),
    ...(code !== undefined && { code }),
  };
}

const clock = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');

function tellDead({ items }: AnswerOf<'listDeadLetters'>): string {
  return table(
    ['id', 'order', 'channel', 'template', 'state', 'code', 'at'].map((title) => ({ title })),
    items.map(({ id, orderNo, channel, template, status, code, diedAt }) => [
      ...[id, orderNo, channel, template, status],
      ...[code, moment(diedAt)],
    ]),
  );
}
