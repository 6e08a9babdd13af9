import { z } from 'zod';
import { id, moment, pageOf, paging, word } from './fields.js';
import { freeText, reasons, recordedAnswer } from './recorded.js';
import { act, read } from './route.js';

const params = z.strictObject({ caseId: id });
const kind = z.enum(['technical', 'business']);

const caseItem = z
  .strictObject({
    id,
    orderId: id,
    orderNo: z.string(),
    kind,
    step: z.string(),
    code: z.string(),
    blocking: z.boolean(),
    status: z.enum(['open', 'retrying', 'proven', 'resolved', 'cancelled']),
    attempts: z.int(),
    detail: z.record(z.string(), z.unknown()),
    ownerDepartment: z.string(),
    openedAt: moment,
    dueAt: moment.nullable(),
    closedAt: moment.nullable(),
    resolution: z.string().nullable(),
    rootCause: z.string().nullable(),
  })
  .meta({ id: 'Case' });

export const CASE_ROUTES = {
  listCases: read({
    path: '/cases',
    summary: 'Open cases, oldest first',
    right: 'case.read',
    query: paging.extend({ kind: kind.optional() }),
    answers: { 200: { description: 'A page.', schema: pageOf(caseItem) } },
  }),
  showCase: read({
    path: '/cases/:caseId',
    summary: 'One case, open or closed',
    right: 'case.read',
    params,
    answers: { 200: { description: 'The case.', schema: caseItem } },
    refusals: ['case_unknown'],
  }),
  retryCase: act({
    path: '/cases/:caseId/retries',
    summary: 'Have the failed step tried again; the write-off that follows proves it',
    right: 'case.retry',
    params,
    body: z.strictObject(reasons),
    answers: { 201: recordedAnswer },
    refusals: ['case_unknown', 'case_closed', 'case_not_technical', 'state_forbids'],
  }),
  resolveCase: act({
    path: '/cases/:caseId/resolution',
    summary: 'Close a business case with what was agreed',
    right: 'case.resolve',
    params,
    body: z.strictObject({
      resolution: word.meta({ example: 'refunded' }),
      rootCause: word.exactOptional().meta({ example: 'entered_twice' }),
      note: freeText.exactOptional(),
    }),
    answers: { 201: recordedAnswer },
    refusals: ['case_unknown', 'case_closed', 'case_not_business'],
  }),
};
