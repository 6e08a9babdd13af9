/** Issued codes and the issue records that P2.3.1 asks for. */
export const up = `
create table codes (
  id uuid primary key,
  order_id uuid not null references orders (id),
  issue_no int not null check (issue_no > 0),
  token_id bytea not null unique check (length(token_id) = 16),
  profile text not null check (profile in ('short', 'sealed')),
  key_id smallint not null check (key_id between 0 and 255),
  status text not null check (status in ('live', 'replaced', 'voided', 'expired', 'compromised')),
  issued_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  unique (order_id, issue_no)
);
create unique index codes_one_live on codes (order_id) where status = 'live';
create index codes_expiring on codes (expires_at) where status = 'live';

create table issue_records (
  code_id uuid primary key references codes (id),
  order_id uuid not null references orders (id),
  order_no text not null,
  issue_no int not null,
  issued_at timestamptz not null,
  symbol_version int not null check (symbol_version between 1 and 40),
  modules int not null check (modules = 17 + 4 * symbol_version),
  ecc text not null check (ecc in ('L', 'M', 'Q', 'H')),
  decoder text not null,
  decoded boolean not null check (decoded),
  check_ms real not null
);
comment on column issue_records.decoded is 'a code that an independent decoder does not read back is never issued';
create index issue_records_by_time on issue_records (issued_at, code_id);
`;

export const down = `
drop table issue_records;
drop table codes;
`;
