import { createHash } from 'node:crypto';
import { type Request, Router, raw } from 'express';
import { z } from 'zod';
import type { FaultPlan, SmsFault } from './fault-plan.js';
import type { Inbox } from './inbox.js';
import { SMS_TOLERANCE_SECONDS, smsSignatureHolds } from './sms-signature.js';

const E164 = /^\+[1-9]\d{7,14}$/;

const smsSchema = z.strictObject({
  to: z.string().max(64),
  template: z.string().min(1).max(64),
  params: z.record(z.string(), z.string().max(500)),
  requestId: z.string().regex(/^[\w.:@/-]{1,128}$/),
});

interface Answer {
  readonly status: number;
  readonly body: object | string;
  readonly retryAfterSeconds?: number;
}

interface Gateway {
  readonly inbox: Inbox;
  readonly faults: FaultPlan<SmsFault>;
  readonly secret: Buffer;
}

/** POST /sms as a real provider answers it: signed requests, idempotent by requestId, moods on demand. */
export function smsGateway(gateway: Gateway): Router {
  const router = Router();
  router.post('/sms', raw({ type: () => true, limit: '16kb' }), (request, response) => {
    const answer = answerTo(request, gateway);
    if (answer === undefined) return;
    if (answer.retryAfterSeconds !== undefined) response.set('Retry-After', String(answer.retryAfterSeconds));
    response.status(answer.status).send(answer.body);
  });
  return router;
}

/** undefined: the gateway stays silent and holds the connection. */
function answerTo(request: Request, { inbox, faults, secret }: Gateway): Answer | undefined {
  const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const forged = authenticityError(request, rawBody, secret);
  if (forged !== undefined) return refused(401, forged);
  const fault = faults.next();
  if (fault !== undefined && fault.kind !== 'lost_answer') return misbehaviour(fault);
  const sms = smsSchema.safeParse(parseJson(rawBody));
  if (!sms.success) return refused(400, 'invalid_request');
  const { to, requestId, ...content } = sms.data;
  if (!E164.test(to)) return refused(400, 'invalid_number');
  inbox.keep({ channel: 'sms', deliveryId: requestId, sizeBytes: rawBody.length, to: [to], ...content });
  if (fault !== undefined) return undefined;
  return { status: 200, body: { status: 'accepted', providerId: providerIdOf(requestId) } };
}

function authenticityError(request: Request, rawBody: Buffer, secret: Buffer): string | undefined {
  const timestamp = request.get('x-timestamp') ?? '';
  const signature = request.get('x-signature') ?? '';
  if (!/^\d{1,12}$/.test(timestamp)) return 'bad_signature';
  if (!smsSignatureHolds(secret, { timestamp, rawBody, signature })) return 'bad_signature';
  const ageSeconds = Math.abs(Date.now() / 1000 - Number(timestamp));
  return ageSeconds > SMS_TOLERANCE_SECONDS ? 'stale_timestamp' : undefined;
}

function misbehaviour(fault: Exclude<SmsFault, { kind: 'lost_answer' }>): Answer | undefined {
  switch (fault.kind) {
    case 'throttled':
      return { ...refused(429, 'throttled'), retryAfterSeconds: fault.retryAfterSeconds };
    case 'broken':
      return refused(500, 'internal');
    case 'garbage':
      return { status: 200, body: '<html>wel' };
    case 'hang':
      return undefined;
  }
}

/** Follows from the request id, so a repeat gets the same answer even after a restart. */
function providerIdOf(requestId: string): string {
  return `sim-${createHash('sha256').update(requestId).digest('hex').slice(0, 20)}`;
}

function refused(status: number, error: string): Answer {
  return { status, body: { error } };
}

function parseJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    return undefined;
  }
}
