/**
 * Least privilege (P5.3.1): the API records, the worker decides, the sealer chains, the purge role deletes. Nobody may
 * change a write-off or a log row. Roles belong to the cluster, so they survive a dropped database.
 */
export const up = `
do $$
declare role_name text;
begin
  foreach role_name in array array['oqr_api', 'oqr_worker', 'oqr_sealer', 'oqr_purge'] loop
    begin
      execute format('create role %I nologin nosuperuser nocreatedb nocreaterole', role_name);
    exception when duplicate_object or unique_violation then null;
    end;
    execute format('grant usage on schema public to %I', role_name);
  end loop;
end $$;
revoke create on schema public from public;

grant select on all tables in schema public to oqr_api;
grant insert (id, order_no, kind, settlement, currency, amount_minor, ordered_at, customer_key, phone_key, email_key,
  customer_sealed, content_key, lane, notify, fact_count) on orders to oqr_api;
grant update (fact_count) on orders to oqr_api;
grant insert on order_lines, data_keys, intake_keys, facts, outbox, log_entries, review_claims, orphan_facts,
  orphan_adoptions, idempotency_keys, imports, import_refusals, unknown_scans to oqr_api;
grant update (status, answer) on idempotency_keys to oqr_api;
grant update (status, bytes, rows_read, accepted, unchanged, refused, error_code, touched_at, finished_at) on imports to oqr_api;
grant update (count) on unknown_scans to oqr_api;
grant usage on sequence outbox_id_seq, log_entries_id_seq, review_claims_id_seq to oqr_api;

grant select on all tables in schema public to oqr_worker;
grant update (fact_count, state, state_since, owner_department, waiting_for, due_at, applied_fact) on orders to oqr_worker;
grant insert on facts, outbox, log_entries, codes, issue_records, verifications, reviews, review_decisions, write_offs, cases,
  hops, messages, order_files to oqr_worker;
grant update (status, ended_at) on codes to oqr_worker;
grant update (status, closed_at) on reviews to oqr_worker;
grant update (status, attempts, detail, closed_at, resolution, root_cause, due_at, code) on cases to oqr_worker;
grant update (status, answered_fact, answered_by, answered_at) on hops to oqr_worker;
grant update (status, provider_id, error_code, sending_at, finished_at) on messages to oqr_worker;
grant update (sent_at, sends), delete on outbox to oqr_worker;
grant update (status) on imports to oqr_worker;
grant delete on idempotency_keys to oqr_worker;
grant usage on sequence outbox_id_seq, log_entries_id_seq, order_file_numbers to oqr_worker;

grant select on log_entries, log_chain, log_checkpoints to oqr_sealer;
grant insert on log_chain, log_checkpoints to oqr_sealer;
`;

export const down = `
drop owned by oqr_api, oqr_worker, oqr_sealer, oqr_purge;
`;
