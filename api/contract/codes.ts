import { z } from 'zod';
import { GRADES } from '../../qr/grade.js';
import { FORMATS, type Format, PRESET_NAMES } from '../../qr/presets.js';
import { id, line, moment, orderNoParams } from './fields.js';
import { codeFace } from './orders.js';
import { reasons, recordedAnswer } from './recorded.js';
import { act, note, read } from './route.js';

export { FORMATS, PRESET_NAMES } from '../../qr/presets.js';

const request = z.strictObject(reasons);

const grade = z.enum(GRADES);
const copies = z
  .number()
  .int()
  .min(1)
  .max(100)
  .default(1)
  .meta({ type: 'integer', minimum: 1, maximum: 100, default: 1 });
const label = z.strictObject({
  preset: z.enum(PRESET_NAMES),
  copies: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(1)
    .meta({ type: 'integer', minimum: 1, maximum: 100, default: 1 }),
});

const labelFace = z
  .strictObject({
    preset: z.enum(PRESET_NAMES),
    formats: z.array(z.enum(FORMATS)).meta({ description: 'Empty where the code does not fit.' }),
    profile: z.enum(['short', 'sealed']),
    ecc: z.enum(['L', 'M', 'Q', 'H']),
    dpi: z.int(),
    widthMm: z.number(),
    heightMm: z.number(),
    perSheet: z.int(),
    moduleMm: z.number(),
    symbolMm: z.number().meta({ description: 'Without its quiet zone.' }),
    readFromMm: z.number().meta({ description: 'As far as a phone reads it, by the rule of ten widths.' }),
  })
  .meta({ id: 'Label' });

const liveCode = z
  .strictObject({
    orderNo: z.string(),
    text: z.string().meta({ description: 'The content of the symbol.' }),
    live: codeFace,
    issues: z.array(codeFace),
    records: z.array(
      z.strictObject({
        issueNo: z.int(),
        issuedAt: moment,
        symbolVersion: z.int(),
        modules: z.int(),
        ecc: z.enum(['L', 'M', 'Q', 'H']),
        decoder: z.string(),
        decoded: z.boolean(),
        checkMs: z.number(),
        grade: grade
          .nullable()
          .meta({ description: 'Indicative, as in ISO/IEC 15415; no verifier measured it.' }),
        gradeParts: z.record(z.string(), z.strictObject({ value: z.number(), grade })).nullable(),
      }),
    ),
    prints: z.array(
      z.strictObject({
        printedAt: moment,
        printedBy: z.string(),
        preset: z.string(),
        format: z.enum(FORMATS),
        copies: z.int(),
        issueNo: z.int(),
      }),
    ),
  })
  .meta({ id: 'LiveCode' });

const confirmationWords = z.strictObject({
  howTo: z.string(),
  keepSafe: z.string(),
  html: z.string().meta({ description: 'All of it as a fragment of a page, the symbol inside.' }),
});

const medium = z.strictObject({
  medium: z.enum(['screen', 'print']).default('screen'),
  preset: z.enum(PRESET_NAMES).optional().meta({ description: 'A whole label of this preset instead.' }),
});

const drawn = <const Query extends z.ZodObject>(extension: Format, mediaType: string, query: Query) =>
  read({
    path: `/orders/:orderNo/code.${extension}`,
    summary: `The symbol of the live code as ${extension.toUpperCase()}`,
    right: 'code.read',
    params: orderNoParams,
    query,
    answers: { 200: { description: 'The symbol.', mediaType } },
    refusals: ['order_unknown', 'code_not_issued', 'label_too_small', 'format_not_for_preset'],
  });

export const CODE_ROUTES = {
  requestCode: act({
    path: '/orders/:orderNo/code-requests',
    summary: 'Ask for the code of an entered order',
    right: 'code.request',
    params: orderNoParams,
    body: request,
    answers: { 201: recordedAnswer },
    refusals: ['order_unknown', 'state_forbids', 'already_written_off'],
  }),
  reissueCode: act({
    path: '/orders/:orderNo/reissues',
    summary: 'Replace the code by a new one; also revives an expired order',
    right: 'code.reissue',
    params: orderNoParams,
    body: request,
    answers: { 201: recordedAnswer },
    refusals: ['order_unknown', 'state_forbids', 'already_written_off'],
  }),
  forwardCode: act({
    path: '/orders/:orderNo/forwards',
    summary:
      'Send the live code to one more contact of the customer, by e-mail or SMS; at most five times a day',
    right: 'code.forward',
    params: orderNoParams,
    body: z.strictObject({
      to: z.union([z.strictObject({ email: line(254) }), z.strictObject({ phone: line(64) })]),
      reason: reasons.reason,
    }),
    answers: { 201: recordedAnswer },
    refusals: [
      'order_unknown',
      'code_not_issued',
      'state_forbids',
      'already_written_off',
      'address_unusable',
      'channel_stopped',
      'forwarded_often',
    ],
  }),
  voidCode: act({
    path: '/orders/:orderNo/code-voids',
    summary: 'Make the live code void',
    right: 'code.void',
    params: orderNoParams,
    body: request,
    answers: { 201: recordedAnswer },
    refusals: ['order_unknown', 'code_not_issued', 'state_forbids', 'already_written_off'],
  }),
  showCode: read({
    path: '/orders/:orderNo/code',
    summary: 'The live code with the issues before it',
    right: 'code.read',
    params: orderNoParams,
    answers: { 200: { description: 'The code.', schema: liveCode } },
    refusals: ['order_unknown', 'code_not_issued'],
  }),
  showConfirmation: read({
    path: '/orders/:orderNo/confirmation',
    summary:
      'What a shop puts on its own order-confirmation page: the code, how to use it, and to keep it safe',
    right: 'code.read',
    params: orderNoParams,
    answers: {
      200: {
        description: 'Fetched by the shop’s server; needs no script and no frame.',
        schema: z
          .strictObject({
            orderNo: z.string(),
            link: z.string().meta({ description: 'The content of the symbol.' }),
            svg: z.string(),
            words: z.strictObject({ zh: confirmationWords, en: confirmationWords }),
          })
          .meta({ id: 'OrderConfirmation' }),
      },
    },
    refusals: ['order_unknown', 'code_not_issued', 'template_unknown'],
  }),
  drawCodeSvg: drawn('svg', 'image/svg+xml', medium),
  drawCodePng: drawn('png', 'image/png', medium),
  drawCodePdf: drawn('pdf', 'application/pdf', label),
  drawCodeZpl: drawn('zpl', 'application/zpl', label),
  listLabels: read({
    path: '/orders/:orderNo/labels',
    summary: 'What the live code can be printed on, and how large it is there',
    right: 'code.read',
    params: orderNoParams,
    answers: { 200: { description: 'Every preset.', schema: z.strictObject({ items: z.array(labelFace) }) } },
    refusals: ['order_unknown', 'code_not_issued'],
  }),
  printCode: note({
    path: '/orders/:orderNo/prints',
    summary: 'Write down that the live code is taken to a printer, before its file is fetched',
    right: 'code.print',
    params: orderNoParams,
    body: z.strictObject({ preset: z.enum(PRESET_NAMES), format: z.enum(FORMATS), copies }),
    answers: {
      201: {
        description: 'Written down.',
        schema: z.strictObject({ orderNo: z.string(), printId: id, issueNo: z.int() }),
      },
    },
    refusals: ['order_unknown', 'code_not_issued', 'label_too_small', 'format_not_for_preset'],
  }),
};
