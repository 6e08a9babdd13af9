import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { putDays, putYear, readCalendar, reviseCalendar } from '../db/calendars.js';
import { putFirstTemplate } from '../db/letters.js';
import { putDepartment, putPerson, putToken } from '../db/people.js';
import { putFirstPolicy } from '../db/policies.js';
import { accountOf, putAccount } from '../db/sign-in.js';
import { FIRST_LETTERS } from '../domain/first-letters.js';
import type { Department, Role } from '../domain/people.js';
import { FIRST_POLICY } from '../domain/policy.js';
import { migrateUp } from '../migrations/migrate.js';
import { HOLIDAY_SOURCE, statutoryDays } from '../platform/chinese-holidays.js';
import { demoPassword, demoToken } from '../platform/keys/demo-token.js';
import type { KeyRing } from '../platform/keys/ring.js';
import { rolePassword } from '../platform/keys/secrets.js';
import { hashPassword } from '../platform/passwords.js';
import { RUN_TIME_ROLES } from '../platform/postgres.js';

/** Brings a database to the newest schema, lets the run-time roles in, and seeds what no order can live without. */
export async function install(admin: Knex, ring: KeyRing): Promise<void> {
  await migrateUp(admin);
  await admin.raw(
    `do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$`,
  );
  for (const role of RUN_TIME_ROLES) {
    await admin.raw("select set_config('oqr.password', ?, false)", [rolePassword(ring, role)]);
    await admin.raw(`do $$ begin
      execute format('alter role ${role} login password %L', current_setting('oqr.password'));
    end $$`);
  }
  await seed(admin);
}

/** Departments, one person per role, the first policy version, the words of messages. */
async function seed(admin: Knex): Promise<void> {
  for (const [code, nameZh, nameEn] of DEPARTMENTS) await putDepartment(admin, { code, nameZh, nameEn });
  for (const person of DEMO_PEOPLE) await putPerson(admin, person);
  await putFirstPolicy(admin, FIRST_POLICY);
  for (const letter of FIRST_LETTERS) await putFirstTemplate(admin, letter);
  await seedCalendar(admin);
}

/** Loads the statutory days of China for the years that have them and that nobody has loaded. */
async function seedCalendar(admin: Knex): Promise<void> {
  const { today, years } = await readCalendar(admin);
  const thisYear = Number(today.slice(0, 4));
  for (const year of [thisYear - 1, thisYear, thisYear + 1]) {
    const days = years.includes(year) ? undefined : statutoryDays(year);
    if (!days) continue;
    await admin.transaction(async (tx) => {
      await reviseCalendar(tx);
      await putDays(tx, days, HOLIDAY_SOURCE);
      await putYear(tx, year, HOLIDAY_SOURCE);
    });
  }
}

/** Gives each demo person a bearer token that follows from the key ring, and returns them: for one machine only. */
export async function demoTokens(admin: Knex, ring: KeyRing): Promise<{ personId: string; token: string }[]> {
  const tokens = DEMO_PEOPLE.map(({ id }) => ({ personId: id, token: demoToken(ring, id) }));
  for (const { personId, token } of tokens) {
    await putToken(admin, {
      tokenHash: createHash('sha256').update(token).digest(),
      personId,
      label: 'demo',
    });
  }
  return tokens;
}

/** Gives each demo person without a password one that follows from the key ring and must be changed outside a demo. */
export async function demoPasswords(admin: Knex, ring: KeyRing): Promise<void> {
  for (const { id } of DEMO_PEOPLE) {
    if (await accountOf(admin, id)) continue;
    await putAccount(admin, { personId: id, passwordHash: await hashPassword(demoPassword(ring, id)) });
  }
}

const DEPARTMENTS: readonly [Department, string, string][] = [
  ['order_desk', '订单部', 'Order desk'],
  ['sales', '销售部', 'Sales'],
  ['customer_service', '客服部', 'Customer service'],
  ['finance', '财务部', 'Finance'],
  ['logistics', '物流部', 'Logistics'],
  ['review', '审核组', 'Review'],
  ['technology', '技术部', 'Technology'],
  ['management', '管理层', 'Management'],
  ['archive', '档案室', 'Archive'],
  ['supervision', '督查组', 'Supervision'],
];

const person = (id: string, displayName: string, department: Department, ...roles: Role[]) => ({
  ...{ id, displayName, department, roles },
  // One of each role runs a whole demo: the first salesperson follows every order, the second shows the scope.
  scope: id === 'sales' ? ('all' as const) : null,
});

export const DEMO_PEOPLE = [
  person('desk', '演示·订单员', 'order_desk', 'order_desk'),
  person('sales', '演示·销售甲', 'sales', 'sales'),
  person('sales2', '演示·销售乙', 'sales', 'sales'),
  person('service', '演示·客服', 'customer_service', 'customer_service'),
  person('finance', '演示·财务', 'finance', 'finance'),
  person('logistics', '演示·物流', 'logistics', 'logistics'),
  person('reviewer', '演示·审核员甲', 'review', 'reviewer'),
  person('reviewer2', '演示·审核员乙', 'review', 'reviewer'),
  person('lead', '演示·审核组长', 'review', 'reviewer', 'review_lead'),
  person('technician', '演示·技术员', 'technology', 'technician'),
  person('manager', '演示·经理', 'management', 'manager'),
  person('supervisor', '演示·督查员', 'supervision', 'supervisor'),
  person('archivist', '演示·档案员', 'archive', 'archivist'),
  person('trainer', '演示·培训员', 'management', 'trainer'),
  person('auditor', '演示·审计', 'archive', 'auditor'),
  person('admin', '演示·管理员', 'technology', 'administrator'),
];
