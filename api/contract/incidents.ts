import { z } from 'zod';
import { INCIDENT_STATUSES } from '../../domain/incident.js';
import { STATES } from '../../domain/lifecycle.js';
import { causeKey } from './cases.js';
import { counting, factNumber, id, ids, line, moment, pageOf, paging, paragraph, word } from './fields.js';
import { actor } from './recorded.js';
import { note, read } from './route.js';

const params = z.strictObject({ causeKey });
const personId = z.string().regex(/^[\w.@-]{1,64}$/);

const incident = z
  .strictObject({
    causeKey,
    step: z.string(),
    cause: z.string().meta({ description: 'The failure without its numbers and ids.' }),
    cases: z.int(),
    retrying: z.int(),
    failedAgain: z.int(),
    money: z.array(z.strictObject({ currency: z.string(), amountMinor: z.number() })),
    firstSeenAt: moment,
    lastSeenAt: moment,
    trend: z.array(z.int()).meta({
      description:
        'Failures in each of the last 24 hours of the clock, the oldest first; the last one is under way.',
    }),
    assignedTo: z.string().nullable(),
    knownFix: z.string().nullable(),
    noteVersion: z.int().meta({ description: '0: nobody has written a note yet.' }),
  })
  .meta({ id: 'Incident' });

const check = z
  .strictObject({
    caseId: id,
    orderNo: z.string(),
    step: z.string(),
    passes: z.boolean(),
    because: z
      .string()
      .nullable()
      .meta({ description: 'Why the step would still fail, as a code word with what it found.' }),
    outcome: z
      .string()
      .nullable()
      .meta({ description: 'What would come of it: issued, not_yet, written_off …' }),
  })
  .meta({ id: 'CaseCheck' });

const rung = z.strictObject({
  step: z.string(),
  state: z.enum(['done', 'failed', 'pending']),
  fact: factNumber.nullable(),
});

const work = z
  .strictObject({
    caseId: id,
    state: z.enum(STATES),
    paidMinor: z.int(),
    dueMinor: z.int(),
    currency: z.string(),
    ladder: z.array(rung),
    effects: z.array(
      z.strictObject({
        what: z.string(),
        key: z
          .string()
          .meta({ description: 'Under this key it happens once, however often a step is tried.' }),
        state: z.string(),
        at: moment.nullable(),
        money: z.strictObject({ currency: z.string(), amountMinor: z.int() }).nullable(),
      }),
    ),
    attempts: z.array(z.strictObject({ attempt: z.int(), code: z.string(), failedAt: moment })),
    acts: z.array(
      z.strictObject({
        fact: factNumber,
        type: z.string(),
        at: moment,
        actor,
        detail: z.record(z.string(), z.unknown()),
        note: z.string().exactOptional(),
      }),
    ),
    inputs: z
      .array(
        z.strictObject({
          field: z.string(),
          value: z
            .string()
            .nullable()
            .meta({ description: 'Masked for those who do not deal with customers.' }),
          editable: z.boolean(),
        }),
      )
      .meta({ description: 'Only what the failed step uses.' }),
    amendment: z
      .strictObject({
        id,
        proposedBy: z.string(),
        proposedAt: moment,
        status: z.enum(['proposed', 'applied', 'refused']),
        decidedBy: z.string().nullable(),
        changes: z.array(
          z.strictObject({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
        ),
      })
      .nullable(),
    skip: z.strictObject({ askedBy: z.string(), proof: z.string(), at: moment }).nullable(),
    skippable: z.boolean(),
    mayNotRetry: z.boolean().meta({ description: 'True for who approved the order (four eyes).' }),
    workflowId: z.string(),
    temporalUrl: z.string().nullable().meta({ description: 'Null: no address of Temporal’s web UI is set.' }),
  })
  .meta({ id: 'CaseWork' });

/** At most so many cases are checked at once. */
export const CHECK_LIMIT = 100;

export const INCIDENT_ROUTES = {
  listIncidents: read({
    path: '/incidents',
    summary: 'Causes of open technical cases, the one that failed last first',
    right: 'case.read',
    query: paging.extend({
      step: word.optional(),
      status: z.enum(INCIDENT_STATUSES).optional().meta({
        description:
          'waiting: some case waits for people; retrying: some are under retry; again: some failed again.',
      }),
      text: line(100).optional(),
      assignedTo: personId.optional().meta({ description: 'A person; "nobody" for causes that nobody has.' }),
    }),
    answers: { 200: { description: 'A page.', schema: pageOf(incident) } },
  }),
  showIncident: read({
    path: '/incidents/:causeKey',
    summary: 'One cause with its known fix',
    right: 'case.read',
    params,
    answers: { 200: { description: 'The cause.', schema: incident } },
    refusals: ['incident_unknown'],
  }),
  editIncident: note({
    path: '/incidents/:causeKey/note',
    summary: 'Write the known fix of a cause and who has it',
    right: 'case.retry',
    params,
    body: z.strictObject({
      version: counting(0).meta({ description: 'The version that was seen; 0 for the first note.' }),
      assignedTo: personId.nullable(),
      knownFix: paragraph(4000).nullable(),
    }),
    answers: {
      201: { description: 'Written.', schema: z.strictObject({ causeKey, version: z.int() }) },
    },
    refusals: ['incident_unknown', 'version_stale', 'person_unknown'],
  }),
  checkCases: read({
    path: '/case-checks',
    summary: 'Pre-flight: what each case’s step would do now, and why it would still fail; writes nothing',
    right: 'case.read',
    query: z.strictObject({
      causeKey: causeKey.optional(),
      caseIds: ids(100).optional().meta({ description: 'Up to 100 ids, with commas.' }),
    }),
    answers: {
      200: {
        description: 'One answer a case.',
        schema: z.strictObject({
          passing: z.int(),
          failing: z.int(),
          left: z.int().meta({ description: 'Open cases of the cause beyond those that were checked.' }),
          items: z.array(check),
        }),
      },
    },
  }),
  showCaseWork: read({
    path: '/cases/:caseId/work',
    summary: 'What a technician needs: step ladder, effects outside, attempts, inputs, the run',
    right: 'case.read',
    params: z.strictObject({ caseId: id }),
    answers: { 200: { description: 'The bench.', schema: work } },
    refusals: ['case_unknown'],
  }),
  showCaseStatistics: read({
    path: '/case-statistics',
    summary: 'Closed cases per week and root cause',
    right: 'case.read',
    query: z.strictObject({
      weeks: z.coerce.number().int().min(1).max(104).default(12).meta({ type: 'integer', default: 12 }),
    }),
    answers: {
      200: {
        description: 'The newest week first.',
        schema: z.strictObject({
          items: z.array(
            z.strictObject({
              week: z.iso.date().meta({ description: 'Its Monday, in the company’s zone.' }),
              kind: z.enum(['technical', 'business']),
              rootCause: z.string(),
              cases: z.int(),
            }),
          ),
        }),
      },
    },
  }),
};
