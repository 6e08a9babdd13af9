import { z } from 'zod';
import { ALERT_FINDINGS } from '../../domain/abuse.js';
import { STATES } from '../../domain/lifecycle.js';
import { factNumber, id, moment, pageOf, paging } from './fields.js';
import { waitingFor } from './orders.js';
import { act, note, read } from './route.js';
import { nextHand, SCAN_PURPOSES, scanFace } from './scan-faces.js';

/** What a scan comes to. The first group is about the code, the second about what the scan was to do. */
export const SCAN_REASONS = [
  'code_live',
  'code_unknown',
  'code_malformed',
  'code_forged',
  'code_foreign',
  'code_replaced',
  'code_voided',
  'code_expired',
  'code_compromised',
  'not_permitted',
  'state_forbids',
  'transfer_unknown',
  'transfer_answered',
  'not_the_receiver',
] as const;
export type ScanReason = (typeof SCAN_REASONS)[number];

const face = z
  .strictObject({
    orderNo: z.string(),
    kind: z.string(),
    amountMinor: z.int(),
    currency: z.string(),
    ownerDepartment: z.string(),
    waitingFor: waitingFor.nullable(),
    issueNo: z.int(),
  })
  .meta({ id: 'ScannedOrder' });

const alert = z
  .strictObject({
    id,
    kind: z.enum(['burst', 'enumeration', 'replay', 'travel']),
    seenAt: moment,
    orderNo: z.string().nullable().meta({ description: 'Null: an address that guesses.' }),
    issueNo: z.int().nullable(),
    caseId: id.nullable(),
    blockedUntil: moment.nullable().meta({ description: 'Until when strangers are refused.' }),
    review: z
      .strictObject({ by: z.string(), at: moment, finding: z.enum(ALERT_FINDINGS) })
      .nullable()
      .meta({ description: 'What a person made of it.' }),
  })
  .meta({ id: 'ScanAlert' });

const scanned = z
  .strictObject({
    accepted: z.boolean(),
    reason: z.enum(SCAN_REASONS),
    sentence: z.string(),
    replacedBy: z
      .int()
      .exactOptional()
      .meta({ description: 'The issue that stands in place of a dead code.' }),
    orderId: id.exactOptional(),
    fact: factNumber.exactOptional().meta({
      description: 'What a confirmation or receipt recorded; a look records no more than the scan.',
    }),
    state: z.enum(STATES).exactOptional(),
    applied: z.boolean().exactOptional(),
    order: face.exactOptional(),
    face: scanFace.exactOptional(),
    takeTo: nextHand.exactOptional().meta({
      description: 'Whom to take it to when its next move is not the scanner’s, and what they would do.',
    }),
  })
  .meta({
    id: 'Scanned',
    description: 'Strangers get no order, and one reason for every code that is not live.',
  });

export type Scanned = z.output<typeof scanned>;

export const SCAN_ROUTES = {
  scan: act({
    path: '/scans',
    summary: 'Read a scanned code; a refusal for business reasons is an answer, not an error',
    right: 'anybody',
    body: z.strictObject({
      token: z.string().min(1).max(8192).meta({ description: 'Whatever the scanner delivered.' }),
      purpose: z.enum(SCAN_PURPOSES).default('look'),
      device: z
        .string()
        .regex(/^[A-Za-z0-9_-]{8,64}$/)
        .exactOptional()
        .meta({ description: 'A name that the scanning device made up for itself; kept as a keyed hash.' }),
      place: z
        .string()
        .regex(/^[0-9bcdefghjkmnp-z]{1,4}$/)
        .exactOptional()
        .meta({ description: 'The first characters of a geohash; of strangers three are kept.' }),
    }),
    answers: { 200: { description: 'What the code is, and whether the purpose was met.', schema: scanned } },
    refusals: ['scan_blocked'],
  }),
  listScanAlerts: read({
    path: '/scan-alerts',
    summary: 'Misuse of scans: bursts, guesses, replays and codes that travelled too fast',
    right: 'case.read',
    query: paging.extend({
      open: z.stringbool().exactOptional().meta({ description: 'Only those that nobody has reviewed.' }),
    }),
    answers: { 200: { description: 'Newest first.', schema: pageOf(alert) } },
  }),
  reviewScanAlert: note({
    path: '/scan-alerts/:alertId/review',
    summary: 'Say what an alert was: misuse, or harmless; once',
    right: 'alert.review',
    params: z.strictObject({ alertId: id }),
    body: z.strictObject({ finding: z.enum(ALERT_FINDINGS) }),
    answers: { 201: { description: 'Written down.', schema: z.strictObject({ reviewed: z.literal(true) }) } },
    refusals: ['alert_unknown', 'alert_reviewed'],
  }),
};
