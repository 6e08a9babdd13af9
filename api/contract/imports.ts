import { z } from 'zod';
import { id, moment, pageOf, paging } from './fields.js';
import { read, upload } from './route.js';

const params = z.strictObject({ importId: id });
const yesNo = z.enum(['true', 'false']).default('false');

export const importReport = z
  .strictObject({
    id,
    status: z.enum(['running', 'finished', 'failed', 'interrupted']),
    preset: z.string().nullable(),
    notify: z.boolean(),
    dryRun: z.boolean(),
    bytes: z.int(),
    rowsRead: z.int(),
    accepted: z.int().meta({ description: 'Orders entered, or with something new about them.' }),
    unchanged: z.int().meta({ description: 'Orders that were here with nothing new.' }),
    refused: z.int().meta({ description: 'Orders, or rows without a readable order.' }),
    errorCode: z.string().nullable(),
    startedAt: moment,
    finishedAt: moment.nullable(),
  })
  .meta({ id: 'ImportReport' });

const importRefusal = z
  .strictObject({
    number: z.int(),
    rows: z.array(z.int()),
    orderNo: z.string().nullable(),
    code: z.string(),
    column: z.string().nullable(),
  })
  .meta({ id: 'ImportRefusal' });

export const IMPORT_ROUTES = {
  importOrders: upload({
    path: '/imports',
    summary: 'Import a file of orders as a stream; the same file twice changes nothing',
    right: 'order.import',
    mediaTypes: ['text/csv', 'text/tab-separated-values', 'application/octet-stream'],
    query: z.strictObject({
      preset: z.string().min(1).max(64).optional(),
      notify: yesNo.meta({ description: 'Send codes to customers; false unless said.' }),
      dry_run: yesNo.meta({ description: 'Report only; enter nothing.' }),
      delimiter: z.string().length(1).optional(),
      encoding: z.enum(['utf-8', 'gb18030', 'windows-1252']).optional(),
      date_format: z.string().min(1).max(64).optional(),
    }),
    headers: z.object({
      'import-map': z
        .string()
        .regex(/^[A-Za-z0-9_-]+$/)
        .optional()
        .meta({ description: 'A mapping as base64url of its JSON, instead of a preset.' }),
    }),
    answers: { 200: { description: 'The report, when all is read.', schema: importReport } },
    refusals: ['mapping_unknown', 'file_unreadable', 'body_too_large', 'content_type_unknown'],
  }),
  showImport: read({
    path: '/imports/:importId',
    summary: 'How an import goes or went',
    right: 'order.import',
    params,
    answers: { 200: { description: 'The report.', schema: importReport } },
    refusals: ['import_unknown'],
  }),
  listImportRefusals: read({
    path: '/imports/:importId/refusals',
    summary: 'What an import refused, with row numbers and reasons',
    right: 'order.import',
    params,
    query: paging,
    answers: { 200: { description: 'A page.', schema: pageOf(importRefusal) } },
    refusals: ['import_unknown'],
  }),
};
