/** The tamper-evident operation log (P5.3.1): entries written with the act, sealed into a chain by a role of its own. */
export const up = `
create table log_entries (
  id bigint generated always as identity primary key,
  transaction_id xid8 not null default pg_current_xact_id(),
  at timestamptz not null default clock_timestamp(),
  actor_kind text not null,
  actor_id text not null,
  department text,
  action text not null,
  order_id uuid,
  fact_number int,
  detail jsonb not null default '{}'
);
create index log_entries_to_seal on log_entries (transaction_id, id);
create index log_entries_by_order on log_entries (order_id, id) where order_id is not null;
create index log_entries_by_actor on log_entries (actor_id, id);

create table log_chain (
  seq bigint primary key check (seq > 0),
  entry_id bigint not null unique references log_entries (id),
  hash bytea not null check (length(hash) = 32),
  sealed_at timestamptz not null default clock_timestamp()
);

create table log_checkpoints (
  seq bigint primary key references log_chain (seq),
  hash bytea not null,
  key_id text not null,
  signature bytea not null,
  at timestamptz not null default clock_timestamp()
);

create table unknown_scans (
  address_key bytea not null,
  minute timestamptz not null,
  count int not null default 1,
  primary key (address_key, minute)
);
`;

export const down = `
drop table unknown_scans;
drop table log_checkpoints;
drop table log_chain;
drop table log_entries;
`;
