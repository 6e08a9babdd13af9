import { z } from 'zod';
import { STATES } from '../../domain/lifecycle.js';
import { orderNo } from './fields.js';
import { read } from './route.js';
import { message } from './timeline.js';

const summary = z
  .strictObject({
    states: z.partialRecord(z.enum(STATES), z.int()),
    backlog: z.strictObject({ unsent: z.int(), sent: z.int(), oldestSeconds: z.number() }),
    calendar: z.strictObject({
      yearsMissing: z
        .array(z.int())
        .meta({ description: 'Needed soon, and counted by weekdays until loaded.' }),
    }),
  })
  .meta({ id: 'Summary' });

export const OVERVIEW_ROUTES = {
  listMessages: read({
    path: '/messages',
    summary: 'The messages of an order; their text is never stored',
    right: 'order.read',
    query: z.strictObject({ order: orderNo }),
    answers: {
      200: {
        description: 'Oldest first.',
        schema: z.strictObject({ orderNo: z.string(), items: z.array(message) }),
      },
    },
    refusals: ['order_unknown'],
  }),
  showSummary: read({
    path: '/summary',
    summary:
      'How many orders are in each state, and how many wake-ups wait, and which years the calendar lacks',
    right: 'order.read',
    answers: { 200: { description: 'Counts.', schema: summary } },
  }),
  showLive: read({
    path: '/health/live',
    summary: 'The process runs',
    right: 'anybody',
    answers: { 200: { description: 'Alive.', schema: z.strictObject({ status: z.literal('live') }) } },
  }),
  showReady: read({
    path: '/health/ready',
    summary: 'The database answers and a policy version is active',
    right: 'anybody',
    answers: {
      200: {
        description: 'Ready.',
        schema: z.strictObject({ status: z.literal('ready'), policyVersion: z.int() }),
      },
    },
    refusals: ['out_of_service'],
  }),
  showOpenApi: read({
    path: '/openapi.json',
    summary: 'This document',
    right: 'anybody',
    answers: { 200: { description: 'OpenAPI 3.1.', schema: z.record(z.string(), z.unknown()) } },
  }),
};
