import { ApplicationFailure } from '@temporalio/common';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import { Refusal } from '../domain/refusal.js';

/**
 * What may cross into Temporal when a deed fails: a type and a code. PostgreSQL errors carry row values in their texts,
 * so only SQLSTATE and the constraint's name pass. A refusal or a programming error is not worth a retry; an outage is.
 */
export function safeFailures(): ActivityInboundCallsInterceptor {
  return {
    async execute(
      input: ActivityExecuteInput,
      next: Next<ActivityInboundCallsInterceptor, 'execute'>,
    ): Promise<unknown> {
      try {
        return await next(input);
      } catch (error) {
        throw safe(error);
      }
    },
  };
}

/** SQLSTATE classes that time does not heal: bad data, broken constraints, missing rights or objects. */
const LASTING = /^(22|23|42)/;

export function safe(error: unknown): unknown {
  if (error instanceof ApplicationFailure) return error;
  if (error instanceof Refusal) return ApplicationFailure.nonRetryable(error.code, 'Refusal');
  if (!(error instanceof Error)) return ApplicationFailure.retryable('unknown', 'Unknown');
  const { code, constraint } = error as Error & { code?: unknown; constraint?: unknown };
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) {
    const message = typeof constraint === 'string' ? `${code} ${constraint}` : code;
    return LASTING.test(code)
      ? ApplicationFailure.nonRetryable(message, 'Postgres')
      : ApplicationFailure.retryable(message, 'Postgres');
  }
  if (typeof code === 'string') return ApplicationFailure.retryable(code, error.name);
  return ApplicationFailure.retryable(KNOWN.includes(error.name) ? error.message : 'see the log', error.name);
}

/** Errors of ours whose messages are codes. */
const KNOWN: readonly string[] = ['SealBroken', 'SymbolUnreadable', 'InjectedFault'];
