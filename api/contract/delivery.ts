import { z } from 'zod';
import { CHANNELS, SENT_BY } from '../../domain/letters.js';
import { counting, id, instant, moment, orderNoParams, pageOf, paging } from './fields.js';
import { reasons, recordedAnswer } from './recorded.js';
import { act, note, read } from './route.js';

const channel = z.enum(SENT_BY);
const minute = z.int().min(0).max(1439).meta({ description: 'Since midnight, in the zone of the calendar.' });
const hours = {
  fromMinute: minute,
  toMinute: minute.meta({ description: 'Equal to the first: never quiet.' }),
  channels: z.array(channel).max(SENT_BY.length),
};

const deadLetter = z
  .strictObject({
    id,
    orderNo: z.string(),
    channel: z.enum(CHANNELS),
    template: z.string(),
    status: z.enum(['failed', 'unknown', 'bounced']),
    code: z.string(),
    diedAt: moment,
  })
  .meta({ id: 'DeadLetter' });

const choice = z.strictObject({ channel, allowed: z.boolean(), preferred: z.boolean() });

export const DELIVERY_ROUTES = {
  listDeadLetters: read({
    path: '/dead-letters',
    summary: 'Messages that failed, bounced or are unknown past every retry, and were not sent again',
    right: 'message.read',
    query: paging,
    answers: { 200: { description: 'Newest first.', schema: pageOf(deadLetter) } },
  }),
  resendMessage: act({
    path: '/orders/:orderNo/messages/:messageId/resends',
    summary: 'Send a lost message, or the code, again by its channel, as a new message',
    right: 'message.resend',
    params: orderNoParams.extend({ messageId: id }),
    body: z.strictObject(reasons),
    answers: { 201: recordedAnswer },
    refusals: [
      'order_unknown',
      'state_forbids',
      'already_written_off',
      'message_unknown',
      'message_not_lost',
      'message_outdated',
      'channel_stopped',
      'resent_often',
    ],
  }),
  reportMessage: act({
    path: '/receipts',
    summary: 'A provider tells that a message arrived or came back; a bounce makes the next channel try',
    right: 'message.report',
    body: z.strictObject({
      messageId: id.exactOptional().meta({ description: 'Ours: header X-Message-Id, or the request id.' }),
      providerId: z.string().min(1).max(128).exactOptional(),
      outcome: z.enum(['received', 'bounced']),
      code: z
        .string()
        .regex(/^[A-Za-z0-9_.]{1,60}$/)
        .exactOptional(),
      happenedAt: instant.exactOptional(),
    }),
    answers: { 201: recordedAnswer },
    refusals: ['message_unknown', 'message_not_sent'],
  }),
  showContact: read({
    path: '/orders/:orderNo/contact',
    summary: 'By which channels the customer of an order can and may be written to',
    right: 'order.read',
    params: orderNoParams,
    answers: {
      200: {
        description: 'Every channel.',
        schema: z.strictObject({ items: z.array(choice.extend({ reachable: z.boolean() })) }),
      },
    },
    refusals: ['order_unknown'],
  }),
  chooseContact: note({
    path: '/orders/:orderNo/contact-choices',
    summary: 'Write down what the customer of an order wishes for a channel; it counts for all their orders',
    right: 'message.resend',
    params: orderNoParams,
    body: choice,
    answers: { 200: { description: 'Written down.', schema: choice } },
    refusals: ['order_unknown'],
  }),
  stopMessages: note({
    path: '/opt-outs',
    summary:
      'A reader of a message stops its channel for themselves; the link in the message carries the proof',
    right: 'anybody',
    body: z.strictObject({ proof: z.string().min(1).max(100) }),
    answers: { 200: { description: 'Stopped.', schema: z.strictObject({ channel }) } },
    refusals: ['opt_out_unknown'],
  }),
  showQuietHours: read({
    path: '/quiet-hours',
    summary: 'When messages that can wait are held back',
    right: 'message.read',
    answers: {
      200: { description: 'The hours.', schema: z.strictObject({ ...hours, version: z.int() }) },
    },
  }),
  setQuietHours: note({
    path: '/quiet-hours',
    summary: 'Change the quiet hours',
    right: 'message.manage',
    body: z.strictObject({ ...hours, seen: counting(1) }),
    answers: { 200: { description: 'In force.', schema: z.strictObject({ version: z.int() }) } },
    refusals: ['quiet_hours_changed'],
  }),
  showPushKey: read({
    path: '/push-key',
    summary: 'The key under which browsers subscribe to our push messages (VAPID)',
    right: 'anybody',
    answers: { 200: { description: 'Base64url.', schema: z.strictObject({ publicKey: z.string() }) } },
  }),
};
