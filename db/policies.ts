import type { PolicyVersion } from '../domain/policy.js';
import { type Db, row, run } from './sql.js';

/** The policy version in force. */
export async function activePolicy(db: Db): Promise<PolicyVersion> {
  const found = await row<{ body: PolicyVersion }>(db, 'select body from policy_versions where active');
  if (!found) throw new Error('no active policy version: seed the database first');
  return found.body;
}

/** Stores the first policy version on an empty database; an existing one is left alone. */
export async function putFirstPolicy(db: Db, policy: PolicyVersion): Promise<void> {
  await run(
    db,
    `insert into policy_versions (version, body, active) select :version, :body::jsonb, true
     where not exists (select from policy_versions)`,
    { version: policy.version, body: JSON.stringify(policy) },
  );
}
