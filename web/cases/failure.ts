type Failure = `failure.${
  | 'drill'
  | 'database_away'
  | 'database_refused'
  | 'database_rights'
  | 'database'
  | 'rule'
  | 'symbol'
  | 'seal'
  | 'unreachable'
  | 'late'
  | 'bug'}`;

/** What a failure means to a person, from its type and code ("Postgres: 23505 …"). */
export function failureOf(code: string): Failure {
  const [type = '', detail = ''] = code.split(/:\s*(.*)/s);
  switch (type) {
    case 'InjectedFault':
      return 'failure.drill';
    case 'Postgres':
      return databaseFailure(detail);
    case 'Refusal':
      return 'failure.rule';
    case 'SymbolUnreadable':
      return 'failure.symbol';
    case 'SealBroken':
      return 'failure.seal';
    default:
      if (/timeout|timed ?out|ETIMEDOUT/i.test(code)) return 'failure.late';
      return /\bE[A-Z]{4,}\b/.test(detail) ? 'failure.unreachable' : 'failure.bug';
  }
}

/** By the class of its SQLSTATE. */
function databaseFailure(sqlstate: string): Failure {
  if (/^(08|53|57|58)/.test(sqlstate)) return 'failure.database_away';
  if (/^2[23]/.test(sqlstate)) return 'failure.database_refused';
  return sqlstate.startsWith('42') ? 'failure.database_rights' : 'failure.database';
}
