import type { Knex } from 'knex';
import type { Db } from '../../db/sql.js';

/** The first statement that something asks of the database. */
export async function statementOf(admin: Knex, ask: (db: Db) => Promise<unknown>): Promise<string> {
  const asked: string[] = [];
  const listen = ({ sql }: { sql: string }) => asked.push(sql);
  admin.client.on('query', listen);
  await ask(admin);
  admin.client.off('query', listen);
  return asked[0] ?? '';
}

/** How PostgreSQL would find what a statement asks for, whatever is bound to it: the lines of its plan. */
export async function planOf(tx: Knex.Transaction, statement: string): Promise<string[]> {
  const client = await tx.client.acquireConnection();
  const { rows } = await client.query(`explain (generic_plan) ${statement}`);
  return rows.map((row: { 'QUERY PLAN': string }) => row['QUERY PLAN']);
}
