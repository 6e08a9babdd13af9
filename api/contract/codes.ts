import { z } from 'zod';
import { moment, orderNoParams } from './fields.js';
import { codeFace } from './orders.js';
import { reasons, recordedAnswer } from './recorded.js';
import { act, read } from './route.js';

const request = z.strictObject(reasons);

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
      }),
    ),
  })
  .meta({ id: 'LiveCode' });

const medium = z.strictObject({ medium: z.enum(['screen', 'print']).default('screen') });

const drawn = (extension: 'svg' | 'png', mediaType: string) =>
  read({
    path: `/orders/:orderNo/code.${extension}`,
    summary: `The symbol of the live code as ${extension.toUpperCase()}`,
    right: 'code.read',
    params: orderNoParams,
    query: medium,
    answers: { 200: { description: 'The symbol.', mediaType } },
    refusals: ['order_unknown', 'code_not_issued'],
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
  drawCodeSvg: drawn('svg', 'image/svg+xml'),
  drawCodePng: drawn('png', 'image/png'),
};
