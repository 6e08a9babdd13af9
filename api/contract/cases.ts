import { z } from 'zod';
import { CONTACT_CHANNELS, PROGRESS, ROOT_CAUSES } from '../../domain/incident.js';
import { CHANNELS } from '../../domain/letters.js';
import { id, instant, line, moment, pageOf, paging, word } from './fields.js';
import { freeText, reasons, recordedAnswer } from './recorded.js';
import { act, note, read } from './route.js';

const params = z.strictObject({ caseId: id });
const kind = z.enum(['technical', 'business']);
export const causeKey = z.string().regex(/^[0-9a-f]{16}$/);
export const rootCause = z.enum(ROOT_CAUSES);
export const caseStatus = z.enum([
  'open',
  'retrying',
  'proven',
  'resolved',
  'cancelled',
  'skipped',
  'given_up',
]);

const caseItem = z
  .strictObject({
    id,
    orderId: id,
    orderNo: z.string(),
    amountMinor: z.int(),
    currency: z.string(),
    kind,
    step: z.string(),
    code: z.string(),
    causeKey: causeKey.nullable(),
    blocking: z.boolean(),
    status: caseStatus,
    attempts: z.int(),
    detail: z.record(z.string(), z.unknown()),
    ownerDepartment: z.string(),
    openedAt: moment,
    failedAt: moment,
    retryAt: moment.nullable(),
    dueAt: moment.nullable(),
    closedAt: moment.nullable(),
    resolution: z.string().nullable(),
    rootCause: z.string().nullable(),
  })
  .meta({ id: 'Case' });

const customerField = (max: number) => line(max).nullable().exactOptional();
const refusals = ['case_unknown', 'case_closed', 'case_not_technical', 'state_forbids', 'four_eyes'] as const;

export const CASE_ROUTES = {
  listCases: read({
    path: '/cases',
    summary: 'Open cases, oldest first; of one cause, or those given up, when asked',
    right: 'case.read',
    query: paging.extend({
      kind: kind.optional(),
      causeKey: causeKey.optional(),
      status: z.literal('given_up').optional(),
    }),
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
    summary: 'Have the failed step tried again, now or at a time; the write-off that follows proves it',
    right: 'case.retry',
    params,
    body: z.strictObject({
      rootCause,
      at: instant.nullable().exactOptional().meta({ description: 'Later; null takes a later one back.' }),
      ...reasons,
    }),
    answers: { 201: recordedAnswer },
    refusals: [...refusals, 'moment_past'],
  }),
  giveUpCase: act({
    path: '/cases/:caseId/giving-up',
    summary: 'Stop trying: the order stays where it is and is never purged; a retry takes it up again',
    right: 'case.retry',
    params,
    body: z.strictObject({ rootCause, note: freeText }),
    answers: { 201: recordedAnswer },
    refusals,
  }),
  skipStep: note({
    path: '/cases/:caseId/skips',
    summary: 'Say that the step was done by other means, with proof; another person confirms it',
    right: 'case.retry',
    params,
    body: z.strictObject({
      rootCause,
      proof: z.enum(['signed_receipt', 'call_record', 'photo', 'document']),
      note: freeText.meta({ description: 'Where the proof lies; stored encrypted.' }),
    }),
    answers: { 201: recordedAnswer },
    refusals: [...refusals, 'step_not_skippable', 'answer_waits'],
  }),
  answerSkip: act({
    path: '/cases/:caseId/skips/answer',
    summary: 'Confirm or refuse that a step was done by other means',
    right: 'case.confirm',
    params,
    body: z.strictObject({ answer: z.enum(['confirmed', 'refused']), note: freeText.exactOptional() }),
    answers: { 201: recordedAnswer },
    refusals: [...refusals, 'nothing_asked', 'own_request'],
  }),
  amendOrder: note({
    path: '/cases/:caseId/amendments',
    summary: 'Propose corrected data of the customer; another person decides',
    right: 'case.retry',
    params,
    body: z.strictObject({
      changes: z
        .strictObject({
          name: line(300).exactOptional(),
          contact: customerField(300),
          phone: customerField(40),
          email: customerField(254),
          address: customerField(500),
          country: z
            .string()
            .regex(/^[A-Z]{2}$/)
            .nullable()
            .exactOptional(),
          notify: z.boolean().exactOptional(),
        })
        .refine((changes) => Object.keys(changes).length > 0),
      note: freeText.exactOptional(),
    }),
    answers: { 201: recordedAnswer },
    refusals: [...refusals, 'answer_waits', 'customer_erased'],
  }),
  answerAmendment: act({
    path: '/cases/:caseId/amendments/answer',
    summary: 'Apply or refuse the corrected data that waits; who proposed it cannot',
    right: 'case.confirm',
    params,
    body: z.strictObject({
      amendmentId: id,
      answer: z.enum(['applied', 'refused']),
      note: freeText.exactOptional(),
    }),
    answers: { 201: recordedAnswer },
    refusals: [...refusals, 'nothing_asked', 'own_request'],
  }),
  resolveCase: act({
    path: '/cases/:caseId/resolution',
    summary: 'Close a business case with what was agreed',
    right: 'case.resolve',
    params,
    body: z.strictObject({
      resolution: word.meta({ example: 'refunded' }),
      rootCause,
      note: freeText.exactOptional(),
    }),
    answers: { 201: recordedAnswer },
    refusals: ['case_unknown', 'case_closed', 'case_not_business'],
  }),
  noteContact: note({
    path: '/cases/:caseId/contacts',
    summary: 'Note a talk with the customer about a business case',
    right: 'case.resolve',
    params,
    body: z.strictObject({
      channel: z.enum(CONTACT_CHANNELS),
      direction: z.enum(['to_customer', 'from_customer']),
      note: freeText,
    }),
    answers: { 201: recordedAnswer },
    refusals: ['case_unknown', 'case_closed', 'case_not_business'],
  }),
  previewProgress: read({
    path: '/cases/:caseId/progress',
    summary:
      'What the customer would read about their dispute, word for word, and by which channel; sends nothing',
    right: 'case.resolve',
    params,
    answers: {
      200: {
        description: 'One letter for each progress; the link of the code follows it.',
        schema: z.strictObject({
          channel: z.enum(CHANNELS).nullable().meta({
            description: 'Null: nothing can be sent, since there is no live code.',
          }),
          items: z.array(
            z.strictObject({
              progress: z.enum(PROGRESS),
              subject: z.string(),
              zh: z.string(),
              en: z.string(),
            }),
          ),
        }),
      },
    },
    refusals: ['case_unknown', 'case_not_business'],
  }),
  tellProgress: act({
    path: '/cases/:caseId/progress',
    summary: 'Have the customer told how their dispute stands, in fixed sentences',
    right: 'case.resolve',
    params,
    body: z.strictObject({ progress: z.enum(PROGRESS) }),
    answers: { 201: recordedAnswer },
    refusals: ['case_unknown', 'case_closed', 'case_not_business', 'code_not_issued'],
  }),
};
