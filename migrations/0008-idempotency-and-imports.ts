/** Stored answers of POSTs, and imports with their refused rows. */
export const up = `
create table idempotency_keys (
  principal text not null,
  key text not null check (length(key) between 1 and 255),
  request_hash bytea not null,
  status int,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (principal, key)
);
comment on column idempotency_keys.answer is 'ids, numbers, states and refusals only: a stored answer is harmless';
create index idempotency_keys_by_age on idempotency_keys (created_at);

create table imports (
  id uuid primary key,
  person_id text not null references people (id),
  preset text,
  notify boolean not null,
  dry_run boolean not null,
  status text not null default 'running' check (status in ('running', 'finished', 'failed', 'interrupted')),
  bytes bigint not null default 0,
  rows_read int not null default 0,
  accepted int not null default 0,
  unchanged int not null default 0,
  refused int not null default 0,
  error_code text,
  started_at timestamptz not null default now(),
  touched_at timestamptz not null default now(),
  finished_at timestamptz
);

create table import_refusals (
  import_id uuid not null references imports (id),
  number int not null,
  row_numbers int[] not null,
  order_no text,
  code text not null,
  column_name text,
  intake_day date references intake_keys (day),
  raw_sealed bytea,
  primary key (import_id, number)
);
comment on column import_refusals.raw_sealed is 'the refused rows as they came, under an intake key';
`;

export const down = `
drop table import_refusals;
drop table imports;
drop table idempotency_keys;
`;
