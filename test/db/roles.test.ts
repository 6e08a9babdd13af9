import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Knex } from 'knex';
import { RUN_TIME_ROLES, type RunTimeRole } from '../../platform/postgres.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { DESK, enterTestOrder, recordFact } from '../support/orders.js';

let database: TestDatabase;
let orderId: string;
const pools = new Map<RunTimeRole, Knex>();
beforeAll(async () => {
  database = await cloneDatabase();
  for (const role of RUN_TIME_ROLES) pools.set(role, database.as(role, 2));
  ({ id: orderId } = await enterTestOrder(database));
});
afterAll(() => database.drop());

/** By hand, from the decision "Database roles make it structural"; a table that is not here fails. */
const ORDER_ENTRY =
  'amount_minor, content_key, currency, customer_key, customer_sealed, departments, email_key, fact_count, id, kind, lane, notify, order_no, ordered_at, phone_key, settlement';
const EXPECTED: Record<string, Partial<Record<RunTimeRole, string>>> = {
  bench_marks: { oqr_api: 'select', oqr_worker: 'select' },
  amendments: {
    oqr_api: 'select insert',
    oqr_worker: 'select update(decided_at, decided_by, status)',
  },
  case_attempts: { oqr_api: 'select', oqr_worker: 'select insert' },
  incident_notes: {
    oqr_api: 'select insert update(assigned_to, edited_at, edited_by, fix_sealed, version)',
    oqr_worker: 'select',
  },
  retry_batch_items: {
    oqr_api: 'select insert',
    oqr_worker: 'select update(code, ended_at, retry_fact, stage, started_at, status)',
  },
  retry_batches: {
    oqr_api: 'select insert update(revision, wanted)',
    oqr_worker: 'select update(ended_at, sent_revision, stage, status, stopped_revision)',
  },
  calendar_days: { oqr_api: 'select insert update(kind, reason, source) delete', oqr_worker: 'select' },
  calendar_years: { oqr_api: 'select insert update(loaded_at, source)', oqr_worker: 'select' },
  calendars: { oqr_api: 'select update(name, revision, zone)', oqr_worker: 'select update(alarmed_on)' },
  cause_failures: { oqr_api: 'select', oqr_worker: 'select' },
  cause_sums: { oqr_api: 'select', oqr_worker: 'select' },
  clock_pauses: { oqr_api: 'select', oqr_worker: 'select insert update(resumed_at)' },
  shifts: { oqr_api: 'select insert delete', oqr_worker: 'select' },
  absences: { oqr_api: 'select insert update(ended_at)' },
  api_tokens: {
    oqr_api:
      'select insert(expires_at, issued_by, label, person_id, scopes, token_hash) update(last_used_at, revoked_at)',
    oqr_worker: 'select',
  },
  cases: {
    oqr_api: 'select',
    oqr_worker:
      'select insert update(attempts, closed_at, code, detail, due_at, failed_at, resolution, retry_at, retry_by, root_cause, status)',
  },
  payments: {
    oqr_api:
      'select insert(amount_minor, currency, expires_at, id, order_id, out_trade_no, provider, scene, sealed, started_by)',
    oqr_worker: 'select update(ended_at, error_code, link, next_at, qr, state, tries)',
  },
  bills: { oqr_api: 'select insert', oqr_worker: 'select' },
  bill_differences: { oqr_api: 'select insert', oqr_worker: 'select' },
  bill_settlements: { oqr_api: 'select insert', oqr_worker: 'select' },
  refunds: {
    oqr_api:
      'select insert(amount_minor, asked_by, currency, id, needs_second, order_id, out_refund_no, payment_id, reason)',
    oqr_worker: 'select update(ended_at, error_code, next_at, state, tries)',
  },
  refund_decisions: { oqr_api: 'select insert', oqr_worker: 'select' },
  payment_receipts: { oqr_api: 'select insert', oqr_worker: 'select insert' },
  print_batches: { oqr_api: 'select insert', oqr_worker: 'select update(ready_at, status)' },
  print_batch_items: {
    oqr_api: 'select insert',
    oqr_worker: 'select update(grade, reason, status)',
  },
  print_batch_files: { oqr_api: 'select insert', oqr_worker: 'select' },
  print_samples: { oqr_api: 'select insert', oqr_worker: 'select' },
  scan_devices: { oqr_api: 'select insert update(revoked_at, revoked_by)', oqr_worker: 'select' },
  device_lists: { oqr_api: 'select insert', oqr_worker: 'select' },
  device_list_items: { oqr_api: 'select insert', oqr_worker: 'select' },
  offline_scans: { oqr_api: 'select insert', oqr_worker: 'select' },
  code_prints: { oqr_api: 'select insert', oqr_worker: 'select' },
  codes: { oqr_api: 'select', oqr_worker: 'select insert update(ended_at, status)' },
  digest_subscriptions: {
    oqr_api: 'select insert update delete',
    oqr_worker: 'select',
  },
  digests: {
    oqr_worker: 'select insert update(attempts, due_at, error_code, finished_at, sending_at, status)',
  },
  data_keys: { oqr_api: 'select insert', oqr_worker: 'select' },
  departments: { oqr_api: 'select', oqr_worker: 'select' },
  facts: { oqr_api: 'select insert', oqr_worker: 'select insert' },
  figures: { oqr_api: 'select', oqr_worker: 'select insert update(body, counted_at, took_ms)' },
  flow_days: {
    oqr_api: 'select',
    oqr_worker: 'select insert update(issued, written_off_auto, written_off_reviewed)',
  },
  hops: {
    oqr_api: 'select',
    oqr_worker: 'select insert update(answered_at, answered_by, answered_fact, order_since, status)',
  },
  idempotency_keys: { oqr_api: 'select insert update(answer, status)', oqr_worker: 'select delete' },
  import_refusals: { oqr_api: 'select insert', oqr_worker: 'select' },
  imports: {
    oqr_api:
      'select insert update(accepted, bytes, error_code, finished_at, refused, rows_read, status, touched_at, unchanged)',
    oqr_worker: 'select update(status)',
  },
  intake_keys: { oqr_api: 'select insert', oqr_worker: 'select' },
  issue_records: { oqr_api: 'select', oqr_worker: 'select insert' },
  log_chain: { oqr_api: 'select', oqr_worker: 'select', oqr_sealer: 'select insert' },
  log_checkpoints: { oqr_api: 'select', oqr_worker: 'select', oqr_sealer: 'select insert' },
  log_entries: { oqr_api: 'select insert', oqr_worker: 'select insert', oqr_sealer: 'select' },
  messages: {
    oqr_api: 'select',
    oqr_worker:
      'select insert update(error_code, finished_at, not_before, provider_id, received_at, sending_at, status, template_version)',
  },
  dead_letters: { oqr_api: 'select', oqr_worker: 'select insert update(replayed_as)' },
  push_subscriptions: {
    oqr_api: 'select insert update(ended_at, sealed)',
    oqr_worker: 'select update(ended_at)',
  },
  customer_sessions: {
    oqr_api: 'select insert update(expires_at, id_hash, proven_at, proven_by) delete',
  },
  proof_tries: { oqr_api: 'select insert delete' },
  contact_choices: {
    oqr_api: 'select insert update(allowed, chosen_at, chosen_by, preferred)',
    oqr_worker: 'select',
  },
  quiet_facts: { oqr_api: 'select insert', oqr_worker: 'select insert delete' },
  quiet_hours: {
    oqr_api: 'select update(channels, from_minute, to_minute, version)',
    oqr_worker: 'select',
  },
  message_templates: { oqr_api: 'select insert', oqr_worker: 'select' },
  notices: { oqr_api: 'select insert update(seen_at, seen_by)', oqr_worker: 'select insert' },
  attachment_contents: { oqr_api: 'select insert', oqr_worker: 'select' },
  order_attachments: { oqr_api: 'select insert update(withdrawn_at)', oqr_worker: 'select' },
  order_comments: { oqr_api: 'select insert update(withdrawn_at)', oqr_worker: 'select' },
  order_files: { oqr_api: 'select', oqr_worker: 'select insert' },
  order_lines: { oqr_api: 'select insert', oqr_worker: 'select insert delete' },
  order_terms: { oqr_api: 'select insert', oqr_worker: 'select insert delete' },
  key_compromises: { oqr_api: 'select insert', oqr_worker: 'select update(finished_at)' },
  key_compromise_orders: { oqr_api: 'select', oqr_worker: 'select insert' },
  scan_counts: { oqr_api: 'select insert update(count)', oqr_worker: 'select delete' },
  scan_blocks: { oqr_api: 'select', oqr_worker: 'select insert update(until) delete' },
  scan_alert_reviews: { oqr_api: 'select insert(alert_id, finding, reviewed_by)' },
  scan_alerts: { oqr_api: 'select', oqr_worker: 'select insert' },
  scan_sightings: { oqr_api: 'select insert', oqr_worker: 'select update(taken_at) delete' },
  orders: {
    oqr_api: `select insert(${ORDER_ENTRY}) update(fact_count)`,
    oqr_worker:
      'select update(amount_minor, applied_fact, assignee, budget_minutes, calendar_revision, cause, customer_key, customer_sealed, departments, due_at, email_key, escalation, fact_count, held, kind, next_action, notify, overdue_noted_at, owner_department, paused_at, phone_key, priority, state, state_since, waiting_for, watched)',
  },
  orphan_adoptions: { oqr_api: 'select insert', oqr_worker: 'select' },
  orphan_facts: { oqr_api: 'select insert', oqr_worker: 'select' },
  outbox: { oqr_api: 'select insert', oqr_worker: 'select insert update(due_at, sends) delete' },
  people: {
    oqr_api:
      'select insert(department, display_name, id, roles, scope) update(active, department, display_name, roles, scope, version)',
    oqr_worker: 'select',
  },
  policy_versions: { oqr_api: 'select', oqr_worker: 'select' },
  review_claims: { oqr_api: 'select insert update(expires_at, released_at)', oqr_worker: 'select' },
  review_decisions: {
    oqr_api: 'select',
    oqr_worker: 'select insert update(decided_at, decision, fact_number, reason, withdrawn_at)',
  },
  review_drafts: { oqr_api: 'select insert update(saved_at, sealed) delete', oqr_worker: 'select' },
  review_handovers: { oqr_api: 'select insert update(ended_at)', oqr_worker: 'select' },
  review_presence: { oqr_api: 'select insert update(seen_at) delete', oqr_worker: 'select' },
  reviews: {
    oqr_api: 'select',
    oqr_worker: 'select insert update(closed_at, decided, order_due_at, status)',
  },
  schema_migrations: { oqr_api: 'select', oqr_worker: 'select' },
  schema_migrations_lock: { oqr_api: 'select', oqr_worker: 'select' },
  identities: { oqr_api: 'select insert delete' },
  passkeys: { oqr_api: 'select insert update(counter, last_used_at) delete' },
  recovery_codes: { oqr_api: 'select insert update(used_at) delete' },
  totp_factors: {
    oqr_api: 'select insert update(confirmed_at, created_at, kek_id, last_step, wrapped) delete',
  },
  saved_views: { oqr_api: 'select insert update(name, query, role, shared, version) delete' },
  sessions: { oqr_api: 'select insert update(expire, sess) delete' },
  sign_in_accounts: { oqr_api: 'select insert update(changed_at, must_change_password, password_hash)' },
  sign_in_tries: { oqr_api: 'select insert delete' },
  tracking_numbers: { oqr_api: 'select insert update(term)' },
  unknown_scans: { oqr_api: 'select insert update(count)', oqr_worker: 'select' },
  view_defaults: { oqr_api: 'select insert update(view_id) delete' },
  verifications: { oqr_api: 'select', oqr_worker: 'select insert' },
  write_offs: { oqr_api: 'select', oqr_worker: 'select insert' },
};

/** A privilege on all columns as its name, on some as `name(columns)`. */
const CATALOG = `
  with asked as (
    select r.rolname, r.oid as role_id, c.relname, c.oid as table_id, p.ord, lower(p.name) as name
    from pg_roles r, pg_class c,
      unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) with ordinality as p (name, ord)
    where r.rolname = any(?) and c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
  ), granted as (
    select rolname, relname, ord, case
      when has_table_privilege(role_id, table_id, name) then name
      when name in ('select', 'insert', 'update', 'references') then name || '(' || (
        select string_agg(attname, ', ' order by attname) from pg_attribute
        where attrelid = table_id and attnum > 0 and not attisdropped and has_column_privilege(role_id, table_id, attnum, name)
      ) || ')' end as grant_text
    from asked
  )
  select relname as "table", rolname as role, string_agg(grant_text, ' ' order by ord) as grants from granted
  group by 1, 2 order by 1, 2`;

interface Granted {
  table: string;
  role: RunTimeRole;
  grants: string | null;
}

const catalog = async (): Promise<Granted[]> =>
  (await database.admin.raw(CATALOG, [[...RUN_TIME_ROLES]])).rows;

describe('privileges, by the catalog', () => {
  test('are exactly those that were decided, for every table and role', async () => {
    const found: typeof EXPECTED = {};
    for (const { table, role, grants } of await catalog())
      found[table] = { ...found[table], ...(grants !== null && { [role]: grants }) };
    expect(found).toEqual(EXPECTED);
  });

  test('show a grant to one column, and one to everybody', async () => {
    await database.admin.raw(
      'grant update (reason) on write_offs to oqr_api; grant truncate on hops to public',
    );
    const grants = (await catalog()).filter(({ grants }) => /update\(reason\)|truncate/.test(grants ?? ''));
    await database.admin.raw(
      'revoke update (reason) on write_offs from oqr_api; revoke truncate on hops from public',
    );
    expect(grants.map(({ table, role }) => `${role} ${table}`)).toEqual([
      ...RUN_TIME_ROLES.toSorted().map((role) => `${role} hops`),
      'oqr_api write_offs',
    ]);
  });

  test('use no sequence but those of the rows they insert', async () => {
    const { rows } = await database.admin.raw(
      `select r.rolname || ' ' || c.relname as usage from pg_roles r, pg_class c
       where r.rolname = any(?) and c.relkind = 'S' and c.relnamespace = 'public'::regnamespace
         and (has_sequence_privilege(r.oid, c.oid, 'USAGE') or has_sequence_privilege(r.oid, c.oid, 'UPDATE')) order by 1`,
      [[...RUN_TIME_ROLES]],
    );
    expect(rows.map(({ usage }: { usage: string }) => usage)).toEqual([
      'oqr_api log_entries_id_seq',
      'oqr_api outbox_id_seq',
      'oqr_api review_claims_id_seq',
      'oqr_api review_handovers_id_seq',
      'oqr_worker log_entries_id_seq',
      'oqr_worker order_file_numbers',
      'oqr_worker outbox_id_seq',
    ]);
  });

  test('come from nowhere else: no superuser, no owner, no membership, nothing to create', async () => {
    const { rows } = await database.admin.raw(
      `select rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
         has_schema_privilege(oid, 'public', 'CREATE') as creates, has_database_privilege(oid, current_database(), 'CREATE') as schemas,
         exists (select from pg_auth_members where member = r.oid) as member,
         exists (select from pg_class where relowner = r.oid) or exists (select from pg_proc where proowner = r.oid) as owner
       from pg_roles r where rolname like 'oqr\\_%' order by rolname`,
    );
    const nothing = { rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false };
    const without = {
      ...nothing,
      rolbypassrls: false,
      creates: false,
      schemas: false,
      member: false,
      owner: false,
    };
    expect(rows).toEqual(RUN_TIME_ROLES.toSorted().map((rolname) => ({ rolname, ...without })));
  });
});

describe('privileges, by trying', () => {
  const forbidden: readonly [RunTimeRole, string][] = [
    ['oqr_api', "update orders set state = 'archived'"],
    ['oqr_api', 'update orders set applied_fact = fact_count'],
    ['oqr_api', 'update orders set amount_minor = 1'],
    ['oqr_api', "insert into orders (id, state) values (gen_random_uuid(), 'archived')"],
    ['oqr_api', "update codes set status = 'live'"],
    ['oqr_api', 'insert into verifications default values'],
    ['oqr_api', 'insert into write_offs default values'],
    ['oqr_api', "update cases set status = 'resolved'"],
    ['oqr_api', "update reviews set status = 'approved'"],
    ['oqr_api', 'insert into review_decisions default values'],
    ['oqr_api', "update facts set type = 'shipped'"],
    ['oqr_api', 'delete from facts'],
    ['oqr_api', 'delete from outbox'],
    ['oqr_api', 'delete from idempotency_keys'],
    ['oqr_api', 'update sign_in_tries set at = now()'],
    ['oqr_worker', 'select from sign_in_accounts'],
    ['oqr_worker', 'select from sessions'],
    ['oqr_api', 'update people set created_at = now()'],
    ['oqr_api', 'delete from people'],
    ['oqr_api', 'delete from absences'],
    ['oqr_worker', "update people set roles = '{}'"],
    ['oqr_worker', 'select from totp_factors'],
    ['oqr_worker', 'select from passkeys'],
    ['oqr_api', 'update api_tokens set scopes = null'],
    ['oqr_api', 'insert into policy_versions default values'],
    ['oqr_api', 'update orders set due_at = null'],
    ['oqr_api', 'insert into clock_pauses default values'],
    ['oqr_worker', 'update orders set amount_minor = 1'],
    ['oqr_worker', 'delete from shifts'],
    ['oqr_worker', 'delete from clock_pauses'],
    ['oqr_worker', 'insert into orders default values'],
    ['oqr_worker', "update facts set detail = '{}'"],
    ['oqr_worker', 'delete from facts'],
    ['oqr_worker', "update verifications set verdict = 'pass'"],
    ['oqr_worker', 'update data_keys set wrapped = null'],
    ['oqr_worker', "update policy_versions set body = '{}'"],
    ['oqr_worker', 'alter table facts disable trigger facts_four_eyes'],
    ['oqr_worker', "set session_replication_role = 'replica'"],
    ['oqr_sealer', 'select from orders'],
    ['oqr_sealer', 'insert into log_entries default values'],
    ['oqr_purge', 'select from orders'],
    ['oqr_purge', 'delete from orders'],
  ];
  const final = ['write_offs', 'log_entries', 'log_chain', 'log_checkpoints'].flatMap((table) => [
    `update ${table} set ${table === 'write_offs' ? 'reason' : table === 'log_entries' ? 'action' : 'hash'} = 'x'`,
    `delete from ${table}`,
    `truncate ${table} cascade`,
  ]);
  const always = [
    ...final,
    'drop table write_offs',
    'create table mine (a int)',
    'set role postgres',
    'create role mine',
  ];
  const attempts = [
    ...forbidden,
    ...RUN_TIME_ROLES.flatMap((role) => always.map((sql) => [role, sql] as const)),
  ];

  test.each(attempts)('%s may not %s', async (role, sql) => {
    await expect(pools.get(role)?.raw(sql)).rejects.toMatchObject({ code: '42501' });
  });

  test('each role may do its own work', async () => {
    const [api, worker, sealer] = [pools.get('oqr_api'), pools.get('oqr_worker'), pools.get('oqr_sealer')];
    if (!api || !worker || !sealer) throw new Error('no pools');
    await recordFact(api, orderId, { type: 'watch_set', actor: DESK, detail: { on: true } });
    await worker.raw("update orders set state = 'requested', applied_fact = fact_count where id = ?", [
      orderId,
    ]);
    await sealer.raw(
      `insert into log_chain (seq, entry_id, hash) select 1, min(id), sha256('x') from log_entries`,
    );
    await expect(sealer.raw('delete from log_chain')).rejects.toMatchObject({ code: '42501' });
  });
});

describe('four eyes, by trying', () => {
  test('the database refuses a decision by a person who had a hand in the order', async () => {
    const approve = { type: 'review_approved', actor: DESK } as const;
    await expect(recordFact(database.as('oqr_worker', 1), orderId, approve)).rejects.toThrow(/four_eyes/);
    const other = { kind: 'person', id: 'reviewer' } as const;
    await recordFact(database.as('oqr_worker', 1), orderId, { ...approve, actor: other });
  });
});
