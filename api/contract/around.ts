import { z } from 'zod';
import { id, orderNo, orderNoParams } from './fields.js';
import { freeText } from './recorded.js';
import { note, query, upload } from './route.js';

/** What may lie beside an order; a file is taken by what it holds, not by what it is called. */
export const FILE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'application/pdf'] as const;

const commentParams = z.strictObject({ orderNo, commentId: id });
const fileParams = z.strictObject({ orderNo, fileId: id });
const nothing = z.strictObject({});

const kept = z.strictObject({ orderNo: z.string(), id }).meta({ id: 'Kept' });
const keptAnswer = { description: 'Kept.', schema: kept };

export const AROUND_ROUTES = {
  addComment: note({
    path: '/orders/:orderNo/comments',
    summary: 'Say something to colleagues about an order; customers never see it',
    right: 'order.discuss',
    params: orderNoParams,
    body: z.strictObject({ text: freeText }),
    answers: { 201: keptAnswer },
    refusals: ['order_unknown', 'data_destroyed'],
  }),
  withdrawComment: note({
    path: '/orders/:orderNo/comments/:commentId/withdrawal',
    summary: 'Take back a comment of one’s own; that there was one stays visible',
    right: 'order.discuss',
    params: commentParams,
    body: nothing,
    answers: { 201: keptAnswer },
    refusals: ['order_unknown', 'comment_unknown', 'not_the_author'],
  }),
  addFile: upload({
    path: '/orders/:orderNo/files',
    summary: 'Lay a file beside an order: PNG, JPEG, WebP or PDF, at most 10 MB, at most 20 an order',
    right: 'order.discuss',
    params: orderNoParams,
    mediaTypes: FILE_TYPES,
    headers: z.object({
      'content-type': z.string(),
      'x-file-name': z
        .string()
        .regex(/^[\x21-\x7e]{1,2000}$/)
        .meta({ description: 'Percent-encoded UTF-8; at most 200 characters.' }),
    }),
    answers: { 201: keptAnswer },
    refusals: ['order_unknown', 'data_destroyed', 'body_too_large', 'file_not_as_said', 'files_full'],
  }),
  downloadFile: query({
    path: '/orders/:orderNo/files/:fileId/downloads',
    summary: 'The content of a file; who downloads is logged',
    right: 'order.discuss',
    params: fileParams,
    body: nothing,
    answers: { 200: { description: 'As it was uploaded.', mediaType: 'application/octet-stream' } },
    refusals: ['order_unknown', 'file_unknown', 'data_destroyed'],
  }),
  withdrawFile: note({
    path: '/orders/:orderNo/files/:fileId/withdrawal',
    summary: 'Take back a file of one’s own; that there was one stays visible',
    right: 'order.discuss',
    params: fileParams,
    body: nothing,
    answers: { 201: keptAnswer },
    refusals: ['order_unknown', 'file_unknown', 'not_the_author', 'proof_kept'],
  }),
};
