import { z } from 'zod';
import { STATES } from '../../domain/lifecycle.js';
import { DEPARTMENTS } from '../../domain/people.js';
import { PRIORITIES } from '../../domain/steering.js';
import { causeKey } from './cases.js';
import { currency, moment, pageOf, paging, word } from './fields.js';
import { orderItemFields } from './orders.js';
import { download, read } from './route.js';

const flag = z.enum(['true', 'false']).optional();

const stuckFilter = {
  scope: z
    .enum(['late', 'tomorrow', 'all'])
    .default('late')
    .meta({ description: 'Past the budget; due by the end of tomorrow; everything under way.' }),
  order: z.enum(['due', 'value']).default('due').meta({
    description:
      'The longest first, or the dearest: amount × begun days of delay, amounts in the policy’s thresholds.',
  }),
  state: z.enum(STATES).optional(),
  department: z.enum(DEPARTMENTS).optional(),
  person: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .optional()
    .meta({ description: 'Who it is assigned to; `me` is the caller.' }),
  cause: word.optional(),
  fault: causeKey.optional().meta({ description: 'Held by an open technical case of this cause.' }),
  faults: z.enum(['listed', 'grouped']).default('listed').meta({
    description: 'Grouped: orders that a technical fault holds stay out; the board has one line a cause.',
  }),
  priority: z.enum(PRIORITIES).optional(),
  currency: currency.optional(),
  watched: flag,
  held: flag,
  paused: flag,
  tile: z
    .enum(['issued_today', 'auto_today', 'reviewed_today', 'handovers_open', 'handovers_lost'])
    .optional()
    .meta({ description: 'The orders behind a number of the board, with `scope=all`.' }),
};

/** An order of the manager's desk: where it stands, for how long, why, who would move it and how. */
const stuckItem = z
  .strictObject({
    ...orderItemFields,
    stuckForMinutes: z.int().meta({ description: 'Working minutes in this state so far, pauses left out.' }),
    lateMinutes: z.int().nullable().meta({ description: 'Of these, beyond the budget.' }),
    lateChance: z
      .number()
      .nullable()
      .meta({ description: '0 to 1, by how long orders lately stayed in the state; 1 when it is late.' }),
    assignee: z.string().nullable(),
    assigneeName: z.string().nullable(),
    priority: z.enum(PRIORITIES),
    escalation: z.int(),
    held: z.boolean(),
    watched: z.boolean(),
    pausedBy: z.string().nullable(),
    pauseReason: z.string().nullable(),
    lastEvent: z.strictObject({ type: z.string(), at: moment }).nullable(),
  })
  .meta({ id: 'StuckItem' });

const flowCell = z
  .strictObject({
    state: z.enum(STATES),
    department: z.string().nullable().meta({ description: 'null: all departments together.' }),
    orders: z.int(),
    late: z.int(),
    paused: z.int(),
    medianMinutes: z.int().nullable().meta({ description: 'Working minutes; paused orders left out.' }),
    p90Minutes: z.int().nullable(),
  })
  .meta({ id: 'FlowCell' });

const tiles = z.strictObject({
  activeCodes: z.int(),
  issuedToday: z.int(),
  writtenOffAuto: z.int(),
  writtenOffReviewed: z.int(),
  inReview: z.int(),
  oldestReviewAt: moment.nullable(),
  exceptions: z.int(),
  stuck: z.int(),
  handoversOpen: z.int(),
  handoversLost: z.int().meta({ description: 'Nobody accepted in time, and nothing was offered since.' }),
  watched: z.int(),
  held: z.int(),
});

const fault = z
  .strictObject({
    causeKey,
    step: z.string(),
    code: z.string().meta({ description: 'The failure without its numbers and ids.' }),
    orders: z.int(),
    firstAt: moment,
    lastAt: moment,
    amounts: z.array(z.strictObject({ currency: z.string(), amountMinor: z.int() })),
  })
  .meta({ id: 'FaultLine' });

const board = z
  .strictObject({
    asOf: moment.nullable().meta({ description: 'When it was counted; null: not yet.' }),
    budgetMinutes: z.partialRecord(z.enum(STATES), z.int()),
    flow: z.array(flowCell),
    stuck: z.array(z.strictObject({ cause: z.string().nullable(), department: z.string(), orders: z.int() })),
    faults: z
      .array(fault)
      .meta({ description: 'A technical fault is one line, however many orders it holds.' }),
    tiles: tiles.nullable(),
    days: z.array(
      z.strictObject({
        day: z.iso.date(),
        issued: z.int(),
        writtenOffAuto: z.int(),
        writtenOffReviewed: z.int(),
      }),
    ),
  })
  .meta({ id: 'Board' });

export const STUCK_ROUTES = {
  listStuck: read({
    path: '/stuck',
    summary: 'Orders past the budget of their state, or all under way, by what holds them',
    right: 'stuck.read',
    query: paging.extend(stuckFilter),
    answers: { 200: { description: 'A page.', schema: pageOf(stuckItem) } },
  }),
  exportStuck: download({
    path: '/stuck/exports',
    summary: 'The same list as a CSV file; the export is logged, and asks for a fresh proof of who asks',
    right: 'stuck.export',
    body: z.strictObject(stuckFilter),
    answers: {
      200: { description: 'UTF-8 with a byte order mark, amounts in major units.', mediaType: 'text/csv' },
    },
    refusals: ['step_up_required'],
  }),
  showBoard: read({
    path: '/board',
    summary:
      'The flow of orders: counts, working time, budgets and what holds them, counted once a minute or so',
    right: 'stuck.read',
    answers: { 200: { description: 'The board.', schema: board } },
  }),
};
