/** People, their tokens, and the policy versions whose rules decide. */
export const up = `
create table departments (
  code text primary key check (code ~ '^[a-z_]{1,40}$'),
  name_zh text not null,
  name_en text not null
);

create table people (
  id text primary key check (id ~ '^[a-z0-9-]{1,40}$'),
  display_name text not null,
  department text not null references departments (code),
  roles text[] not null check (cardinality(roles) > 0),
  active boolean not null default true,
  created_at timestamptz not null default now()
);

create table api_tokens (
  token_hash bytea primary key,
  person_id text not null references people (id),
  label text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz
);
comment on column api_tokens.token_hash is 'SHA-256 of the bearer token; the token itself is never stored';

create table policy_versions (
  version int primary key check (version > 0),
  body jsonb not null,
  approved_by text,
  effective_at timestamptz not null default now(),
  active boolean not null default false
);
create unique index policy_versions_one_active on policy_versions ((true)) where active;
`;

export const down = `
drop table policy_versions;
drop table api_tokens;
drop table people;
drop table departments;
`;
