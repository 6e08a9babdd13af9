import type { Knex } from 'knex';
import { rows, run } from '../db/sql.js';

/** What one kind of statement cost, for each piece of work. */
export interface StatementCost {
  statement: string;
  calls: number;
  ms: number;
}

/** Starts to count; PostgreSQL must have been started with `countStatements`. */
export async function countStatements(admin: Knex): Promise<void> {
  await run(admin, 'create extension if not exists pg_stat_statements');
  await run(admin, 'select pg_stat_statements_reset()');
}

/** What was counted since, of the run-time roles alone, the dearest first. */
export async function statementCosts(admin: Knex, pieces: number): Promise<StatementCost[]> {
  const found = await rows<StatementCost>(
    admin,
    `select regexp_replace(query, '\\s+', ' ', 'g') as statement, sum(calls)::float8 as calls, sum(total_exec_time)::float8 as ms
     from pg_stat_statements s join pg_roles r on r.oid = s.userid where r.rolname like 'oqr\\_%'
     group by 1 order by ms desc`,
  );
  return found.map(({ statement, calls, ms }) => ({ statement, calls: calls / pieces, ms: ms / pieces }));
}

/** The dearest, a line each. */
export function toldStatements(costs: readonly StatementCost[], lines: number): string[] {
  const sum = (of: 'calls' | 'ms') => costs.reduce((total, cost) => total + cost[of], 0);
  return [
    `${sum('calls').toFixed(1)} statements, ${sum('ms').toFixed(2)} ms in PostgreSQL; the dearest:`,
    ...costs
      .slice(0, lines)
      .map(
        ({ statement, calls, ms }) =>
          `${ms.toFixed(3).padStart(8)} ms ${calls.toFixed(2).padStart(6)} ×  ${statement.slice(0, 110)}`,
      ),
  ];
}
