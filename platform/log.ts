import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** One JSON line an event on standard error. Tokens, names, phones and addresses never belong in it. */
export function openLog(name: string, level = 'info'): Logger {
  return pino(
    {
      name,
      level,
      redact: {
        paths: ['req.headers.authorization', 'req.headers.cookie', '*.token', '*.password'],
        censor: '[kept out]',
      },
      serializers: { err: withoutRowValues },
    },
    pino.destination(2),
  );
}

/** PostgreSQL puts row values into `detail`, `where` and sometimes the message: only code, constraint and names pass. */
function withoutRowValues(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const { code, constraint, table, routine } = error as Error & Record<string, unknown>;
  const fromPostgres = typeof routine === 'string';
  return {
    type: error.name,
    message: fromPostgres ? `PostgreSQL error ${String(code)}` : error.message,
    stack: fromPostgres ? undefined : error.stack,
    code,
    constraint,
    table,
  };
}
