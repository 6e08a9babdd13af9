import { z } from 'zod';
import { STATES } from '../../domain/lifecycle.js';
import { DEPARTMENTS } from '../../domain/people.js';
import { PRIORITIES } from '../../domain/steering.js';
import { factNumber, id, line, moment, orderNo, orderNoParams, pageOf, paging, word } from './fields.js';
import { freeText, recordedAnswer } from './recorded.js';
import { note, read } from './route.js';

const person = z.string().regex(/^[a-z0-9-]{1,40}$/);
const MOST_ORDERS = 200;
const MOST_MINUTES = 200 * 60;

/** An order to act on; what was seen of it, when the act shall count for that alone. */
const target = z.strictObject({
  orderNo,
  seen: z
    .strictObject({
      state: z.enum(STATES),
      ownerDepartment: line(40),
      assignee: person.nullable(),
    })
    .exactOptional()
    .meta({ description: 'Refused with `order_moved` when the order is no longer so.' }),
});

const common = {
  orders: z.array(target).min(1).max(MOST_ORDERS),
  reason: word,
  note: freeText.exactOptional(),
};
const plain = <const A extends string>(act: A) => z.strictObject({ act: z.literal(act), ...common });

/** What a manager does with orders; one or many, each with an outcome of its own. */
const steering = z
  .discriminatedUnion('act', [
    plain('nudge'),
    z.strictObject({
      act: z.literal('reassign'),
      department: z.enum(DEPARTMENTS),
      person: person
        .exactOptional()
        .meta({ description: 'Of that department; nobody in particular unless given.' }),
      ...common,
    }),
    z.strictObject({ act: z.literal('prioritise'), priority: z.enum(PRIORITIES), ...common }),
    z.strictObject({
      act: z.literal('extend'),
      minutes: z.int().min(1).max(MOST_MINUTES).meta({ description: 'Working minutes more.' }),
      ...common,
    }),
    z.strictObject({
      act: z.literal('escalate'),
      department: z.enum(DEPARTMENTS).default('management'),
      person: person.exactOptional(),
      ...common,
    }),
    z.strictObject({ act: z.literal('watch'), on: z.boolean(), ...common }),
    plain('pause'),
    plain('resume'),
    plain('hold'),
    plain('release'),
    plain('ask'),
  ])
  .meta({ id: 'Steering' });

export type SteeringBody = z.output<typeof steering>;

const outcome = z
  .strictObject({
    orderNo: z.string(),
    outcome: z.enum(['done', 'refused']),
    fact: factNumber.nullable(),
    refusal: z.string().nullable().meta({ description: 'The code of the refusal; see docs/ERRORS.md.' }),
    sentence: z.string().nullable(),
  })
  .meta({ id: 'SteeringOutcome' });

const NOTICE_KINDS = [
  'nudged',
  'reassigned',
  'escalated',
  'explanation_asked',
  'explained',
  'scan_anomaly',
] as const;

const notice = z
  .strictObject({
    id,
    orderNo: z.string(),
    state: z.enum(STATES),
    kind: z.enum(NOTICE_KINDS),
    reason: z.string().nullable(),
    from: z.string(),
    fromName: z.string().nullable(),
    toDepartment: z.string(),
    toPerson: z.string().nullable(),
    createdAt: moment,
    dueAt: moment.nullable(),
    nextAction: z.string().nullable(),
  })
  .meta({ id: 'Notice' });

const colleague = z.strictObject({ id: z.string(), displayName: z.string(), department: z.string() });

export const STEERING_ROUTES = {
  steerOrders: note({
    path: '/steerings',
    summary:
      'Nudge, reassign, prioritise, extend, escalate, watch, pause, hold or ask about orders, each by itself',
    right: 'stuck.read',
    body: steering,
    answers: {
      200: {
        description: 'What became of each; a refused order does not stop the others.',
        schema: z.strictObject({ items: z.array(outcome) }),
      },
    },
    refusals: ['person_unknown'],
  }),
  explainOrder: note({
    path: '/orders/:orderNo/explanations',
    summary: 'Explain an order, as somebody asked its owner to',
    right: 'order.read',
    params: orderNoParams,
    body: z.strictObject({ reason: word, note: freeText.exactOptional() }),
    answers: { 201: recordedAnswer },
    refusals: ['order_unknown', 'not_asked', 'not_the_owner', 'state_forbids', 'already_written_off'],
  }),
  listColleagues: read({
    path: '/colleagues',
    summary: 'Who works here, to hand an order to',
    right: 'stuck.read',
    answers: {
      200: { description: 'By department and name.', schema: z.strictObject({ items: z.array(colleague) }) },
    },
  }),
  listNotices: read({
    path: '/notices',
    summary: 'What is wanted of the caller, or of anybody in the department: nudges, assignments, questions',
    right: 'person',
    query: paging,
    answers: { 200: { description: 'Those that nobody has seen to, oldest first.', schema: pageOf(notice) } },
  }),
  seeNotice: note({
    path: '/notices/:noticeId/seen',
    summary: 'Put a notice away',
    right: 'person',
    params: z.strictObject({ noticeId: id }),
    body: z.strictObject({}),
    answers: { 200: { description: 'Away.', schema: z.strictObject({ seen: z.literal(true) }) } },
    refusals: ['not_found'],
  }),
};
