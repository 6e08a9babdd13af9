import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, Request, Response } from 'express';
import { REFUSALS, Refusal, type RefusalCode } from '../domain/refusal.js';
import { SealBroken } from '../platform/keys/seal-broken.js';
import type { Logger } from '../platform/log.js';
import type { Problem } from './contract/problem.js';
import { type Language, languageOf, sentenceOf } from './language.js';
import { Malformed } from './malformed.js';

const RETRY_AFTER_SECONDS = 2;

/** The one map from whatever was thrown to problem+json (RFC 9457), and the one place that logs it. */
export function problems(log: Logger): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    const kind = kindOf(error);
    noteProblem(log, kind, error, req, referenceOf(res));
    sendProblem(req, res, kind);
  };
}

/** Who must act: the caller (refusal, malformed), time (outage), or us (bug). */
type Kind =
  | { kind: 'refusal'; refusal: Refusal }
  | { kind: 'malformed'; malformed: Malformed }
  | { kind: 'outage' }
  | { kind: 'bug' };

function kindOf(error: unknown): Kind {
  if (error instanceof Refusal) return { kind: 'refusal', refusal: error };
  if (error instanceof Malformed) return { kind: 'malformed', malformed: error };
  if (partOf(error, 'name') === 'URIError') return { kind: 'malformed', malformed: UNREADABLE_ADDRESS };
  if (isFourEyes(error)) return { kind: 'refusal', refusal: new Refusal('four_eyes') };
  return { kind: isOutage(error) ? 'outage' : 'bug' };
}

const UNREADABLE_ADDRESS = new Malformed([
  { in: 'params', path: '', rule: 'encoding', message: 'the address is not percent-encoded UTF-8' },
]);

/** The database's own guard of the four-eyes rule. */
const isFourEyes = (error: unknown): boolean =>
  partOf(error, 'code') === 'P0001' && /\bfour_eyes$/.test(partOf(error, 'message'));

/** Connection lost or refused, server starting or stopping, too many clients or files, a deadlock: the same request may pass later. */
const OUTAGES =
  /^(08...|53...|57P0[1-5]|40001|40P01|55P03|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|E[MN]FILE)$/;
/** pg has no code for these, and knex puts the statement before the message. */
const LOST = /(Connection (terminated|ended)|timeout expired|encountered a connection error)/;

/** Time mends it: nothing was written, and the same request may pass in a moment. */
export function isOutage(error: unknown): boolean {
  return (
    OUTAGES.test(partOf(error, 'code')) ||
    isKeyAway(error) ||
    partOf(error, 'name') === 'KnexTimeoutError' ||
    LOST.test(partOf(error, 'message'))
  );
}

/** The data is sealed under a key that the ring does not hold: it opens when the ring is back. */
const isKeyAway = (error: unknown): boolean => error instanceof SealBroken && error.fault === 'unknown_key';

/** The row breaks a rule of the database: no later try will pass. */
export const isDataFault = (error: unknown): boolean => /^2[23]...$/.test(partOf(error, 'code'));

/** Errors of Node's core and of drivers are told by what they carry, not by their class. */
function partOf(error: unknown, part: 'code' | 'name' | 'message'): string {
  if (typeof error !== 'object' || error === null) return '';
  return String(Reflect.get(error, part) ?? '');
}

function noteProblem(log: Logger, problem: Kind, error: unknown, req: Request, reference: string): void {
  const at = { method: req.method, route: String(req.route?.path ?? 'none'), reference };
  if (problem.kind === 'refusal') log.info({ ...at, code: problem.refusal.code }, 'refused');
  if (problem.kind === 'malformed') log.debug({ ...at, code: problem.malformed.code }, 'malformed');
  if (problem.kind === 'outage') log.warn({ ...at, err: error }, 'out of service');
  if (problem.kind === 'bug') log.error({ ...at, err: error }, 'failed');
}

function sendProblem(req: Request, res: Response, problem: Kind): void {
  const body = bodyOf(problem, languageOf(req), referenceOf(res));
  const retryAfter = problem.kind === 'outage' ? RETRY_AFTER_SECONDS : body.hint?.retryAfterSeconds;
  if (retryAfter !== undefined) res.set('Retry-After', String(retryAfter));
  if (body.status === 401) res.set('WWW-Authenticate', 'Bearer');
  if (Array.isArray(body.hint?.allow)) res.set('Allow', body.hint.allow.join(', '));
  res.status(body.status).type('application/problem+json').send(JSON.stringify(body));
}

function bodyOf(problem: Kind, language: Language, reference: string): Problem {
  switch (problem.kind) {
    case 'refusal': {
      const { code, hint } = problem.refusal;
      return {
        ...told(code, language, reference),
        ...(Object.keys(hint).length > 0 && { hint: { ...hint } }),
      };
    }
    case 'malformed':
      return {
        ...told(problem.malformed.code, language, reference),
        errors: [...problem.malformed.errors],
      };
    case 'outage':
      return told('out_of_service', language, reference);
    case 'bug':
      return {
        type: 'urn:order-qr:internal',
        title: 'internal',
        status: 500,
        code: 'internal',
        instance: reference,
      };
  }
}

/** The refusal of bytes that are no request. */
export const unreadableProblem = (): Problem => ({
  ...told('malformed', 'zh', `urn:uuid:${randomUUID()}`),
  errors: [{ in: 'headers', path: '', rule: 'http', message: 'not HTTP/1.1, or a head of more than 16 kB' }],
});

function told(code: RefusalCode, language: Language, reference: string): Problem {
  return {
    type: `urn:order-qr:${code}`,
    title: code.replaceAll('_', ' '),
    status: REFUSALS[code].status,
    code,
    detail: sentenceOf(code, language),
    instance: reference,
  };
}

/** The reference that a person reads to the help desk, and that the log holds. */
const referenceOf = (res: Response): string => `urn:uuid:${String(res.getHeader('X-Request-Id'))}`;
