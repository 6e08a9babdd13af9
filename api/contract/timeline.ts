import { z } from 'zod';
import { FACT_SOURCES, FACT_TYPES } from '../../domain/facts.js';
import { CHANNELS } from '../../domain/letters.js';
import { caseStatus } from './cases.js';
import { factNumber, moment, orderNoParams } from './fields.js';
import { actor } from './recorded.js';
import { read } from './route.js';

export const fact = z
  .strictObject({
    number: factNumber,
    type: z.enum(FACT_TYPES),
    happenedAt: moment,
    recordedAt: moment,
    actor,
    source: z.enum(FACT_SOURCES),
    detail: z.record(z.string(), z.unknown()),
    note: z.string().exactOptional().meta({ description: 'For those who deal with customers.' }),
  })
  .meta({ id: 'Fact' });

const hop = z
  .strictObject({
    hopNo: z.int(),
    fromDepartment: z.string(),
    toKind: z.enum(['department', 'carrier', 'customer']),
    toName: z.string(),
    status: z.enum(['offered', 'accepted', 'refused', 'timed_out']),
    offeredFact: z.int(),
    offeredBy: z.string(),
    offeredAt: moment,
    answeredBy: z.string().nullable(),
    answeredAt: moment.nullable(),
    answerBy: moment,
  })
  .meta({ id: 'Hop' });

export const message = z
  .strictObject({
    id: z.uuid(),
    channel: z.enum(CHANNELS),
    template: z.string(),
    templateVersion: z
      .int()
      .nullable()
      .meta({ description: 'Of the words that it was sent with; null before it was tried.' }),
    status: z.enum(['queued', 'sending', 'sent', 'failed', 'unknown', 'bounced']),
    errorCode: z.string().nullable(),
    queuedAt: moment,
    finishedAt: moment.nullable(),
  })
  .meta({ id: 'Message' });

const verification = z
  .strictObject({
    factNumber: z.int(),
    policyVersion: z.int(),
    materialFact: z.int(),
    rule: z.string(),
    verdict: z.enum(['pass', 'not_yet', 'fail']),
    reviewers: z.int(),
    nearest: z.array(z.string()),
    risks: z.array(z.string()),
  })
  .meta({ id: 'VerificationSummary' });

const caseEvent = z
  .strictObject({
    id: z.uuid(),
    kind: z.enum(['technical', 'business']),
    step: z.string(),
    code: z.string(),
    blocking: z.boolean(),
    status: caseStatus,
  })
  .meta({ id: 'CaseEvent' });

const beside = { id: z.uuid(), author: z.string(), department: z.string(), withdrawnAt: moment.nullable() };

const comment = z
  .strictObject({
    ...beside,
    text: z
      .string()
      .exactOptional()
      .meta({ description: 'For those who work with orders, until it is taken back.' }),
  })
  .meta({ id: 'Comment' });

const file = z
  .strictObject({ ...beside, name: z.string().exactOptional(), mediaType: z.string(), bytes: z.int() })
  .meta({ id: 'OrderFile' });

/** One event of an order's story; several may stand for one moment. */
export const timelineItem = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('fact'), at: moment, fact }),
    z.strictObject({ kind: z.literal('hop'), at: moment, hop }),
    z.strictObject({ kind: z.literal('message'), at: moment, message }),
    z.strictObject({ kind: z.literal('verification'), at: moment, verification }),
    z.strictObject({ kind: z.literal('case_opened'), at: moment, case: caseEvent }),
    z.strictObject({ kind: z.literal('case_closed'), at: moment, case: caseEvent }),
    z.strictObject({ kind: z.literal('comment'), at: moment, comment }),
    z.strictObject({ kind: z.literal('file'), at: moment, file }),
  ])
  .meta({ id: 'TimelineItem' });

export type TimelineItem = z.output<typeof timelineItem>;

const logRow = z
  .strictObject({
    id: z.int(),
    at: moment,
    actor,
    action: z.string(),
    fact: z.int().nullable(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'LogRow' });

export const TIMELINE_ROUTES = {
  showTimeline: read({
    path: '/orders/:orderNo/timeline',
    summary: 'The whole story of an order: facts, hops, messages, verifications, cases',
    right: 'order.read',
    params: orderNoParams,
    answers: {
      200: {
        description: 'Oldest first.',
        schema: z.strictObject({
          orderNo: z.string(),
          items: z.array(timelineItem),
          names: z
            .record(z.string(), z.string())
            .meta({ description: 'Of the colleagues in it, by their ids.' }),
        }),
      },
    },
    refusals: ['order_unknown'],
  }),
  showLog: read({
    path: '/orders/:orderNo/log',
    summary: 'The operation log of an order',
    right: 'log.read',
    params: orderNoParams,
    answers: {
      200: {
        description: 'Oldest first.',
        schema: z.strictObject({ orderNo: z.string(), items: z.array(logRow) }),
      },
    },
    refusals: ['order_unknown'],
  }),
};
