import { privilegesOn, rolesAbovePrivileges } from '../../db/invariants.js';
import type { Db } from '../../db/sql.js';
import { RUN_TIME_ROLES } from '../../platform/postgres.js';

const FINAL_TABLES = ['log_entries', 'log_chain', 'log_checkpoints', 'write_offs'] as const;
const CHANGES = ['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER'] as const;
const CHAIN_TABLES = ['log_chain', 'log_checkpoints'] as const;

/** Invariant 6: no role that the application runs as could change the log or a write-off, or chain in the sealer's place. */
export async function checkPrivileges(db: Db): Promise<string[]> {
  const roles = [...RUN_TIME_ROLES];
  const others = roles.filter((role) => role !== 'oqr_sealer');
  const above = await rolesAbovePrivileges(db, { roles, tables: FINAL_TABLES });
  const changes = await privilegesOn(db, { roles, tables: FINAL_TABLES, privileges: CHANGES });
  const forgeries = await privilegesOn(db, { roles: others, tables: CHAIN_TABLES, privileges: ['INSERT'] });
  return [
    ...above.map(({ role, reason }) => `the role ${role} ${reason}`),
    ...[...changes, ...forgeries].map(
      ({ role, table, privilege }) => `the role ${role} may ${privilege} ${table}`,
    ),
  ];
}
