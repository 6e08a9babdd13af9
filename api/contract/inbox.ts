import { z } from 'zod';
import { SENT_BY } from '../../domain/letters.js';
import { id, moment } from './fields.js';
import { read } from './route.js';
import { message } from './timeline.js';

const caught = z
  .strictObject({
    id,
    channel: z.enum(SENT_BY),
    at: moment,
    duplicate: z.boolean().meta({ description: 'The same message had arrived before; it never should.' }),
    orderNo: z.string().nullable(),
    message: message.nullable().meta({ description: 'What the house has recorded of it.' }),
  })
  .meta({ id: 'CaughtMessage' });

const content = caught
  .extend({
    to: z.array(z.string()),
    title: z.string(),
    text: z.string(),
    html: z
      .string()
      .meta({ description: 'As its reader sees it, its images inside; empty for SMS and push.' }),
    attachments: z.array(
      z.strictObject({
        filename: z.string().nullable(),
        contentType: z.string(),
        contentBase64: z.string(),
      }),
    ),
  })
  .meta({ id: 'CaughtContent' });

/** On one machine whatever leaves the house is caught, and shown here; elsewhere these are off. */
export const INBOX_ROUTES = {
  listInbox: read({
    path: '/inbox',
    summary: 'What this machine caught of e-mail, SMS and push, without contents',
    right: 'message.read',
    answers: {
      200: { description: 'Newest first.', schema: z.strictObject({ items: z.array(caught) }) },
    },
    refusals: ['inbox_off'],
  }),
  showInbox: read({
    path: '/inbox/:caughtId',
    summary: 'One caught message as its reader would see it',
    right: 'message.read',
    params: z.strictObject({ caughtId: id }),
    answers: { 200: { description: 'With its contents.', schema: content } },
    refusals: ['inbox_off', 'message_unknown'],
  }),
};
