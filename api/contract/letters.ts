import { z } from 'zod';
import { LETTER_KINDS, SENT_BY } from '../../domain/letters.js';
import { counting, moment, paragraph } from './fields.js';
import { note, query, read } from './route.js';

const words = z
  .strictObject({
    subject: z
      .string()
      .max(200)
      .regex(/^[^\r\n]*$/),
    body: paragraph(2000),
    howTo: paragraph(1000).meta({ description: 'How to use the code; every message says so.' }),
    keepSafe: paragraph(1000).meta({ description: 'The reminder to keep it safe.' }),
    providerCode: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,60}$/)
      .exactOptional()
      .meta({ description: 'Under which an SMS provider has approved these words.' }),
  })
  .meta({ id: 'LetterWords' });
const texts = z.strictObject({ zh: words, en: words }).meta({ id: 'LetterTexts' });

const params = z.strictObject({ kind: z.enum(LETTER_KINDS), channel: z.enum(SENT_BY) });

const template = z
  .strictObject({
    kind: z.string(),
    channel: z.enum(SENT_BY),
    version: z.int(),
    texts,
    placeholders: z.array(z.string()).meta({ description: 'Written {{so}}.' }),
    savedBy: z.string(),
    savedAt: moment,
  })
  .meta({ id: 'MessageTemplate' });

const UNFILLABLE = ['placeholder_unknown', 'placeholder_broken', 'placeholder_missing'] as const;

export const LETTER_ROUTES = {
  listTemplates: read({
    path: '/message-templates',
    summary: 'The words of messages in force, by kind and channel',
    right: 'message.read',
    answers: {
      200: { description: 'All of them.', schema: z.strictObject({ items: z.array(template) }) },
    },
  }),
  showTemplate: read({
    path: '/message-templates/:kind/:channel',
    summary: 'Every version of one template, the one in force first',
    right: 'message.read',
    params,
    answers: {
      200: { description: 'Its versions.', schema: z.strictObject({ items: z.array(template) }) },
    },
    refusals: ['template_unknown'],
  }),
  previewTemplate: query({
    path: '/message-templates/:kind/:channel/preview',
    summary: 'A message as its reader would see it, with an example order; saves and sends nothing',
    right: 'message.read',
    params,
    body: z.strictObject({
      texts: texts.exactOptional().meta({ description: 'Those in force, unless given.' }),
    }),
    answers: {
      200: {
        description: 'As text, and for e-mail as a page.',
        schema: z.strictObject({
          subject: z.string(),
          text: z.string(),
          html: z.string().nullable().meta({ description: 'Its code is an example that opens nothing.' }),
        }),
      },
    },
    refusals: ['template_unknown', ...UNFILLABLE],
  }),
  saveTemplate: note({
    path: '/message-templates/:kind/:channel',
    summary: 'Save the next version of a template; messages that are sent from then on use it',
    right: 'message.manage',
    params,
    body: z.strictObject({
      seen: counting(1).meta({ description: 'The version that the editor has seen.' }),
      texts,
    }),
    answers: {
      201: { description: 'In force.', schema: z.strictObject({ version: z.int() }) },
    },
    refusals: ['template_changed', ...UNFILLABLE],
  }),
};
