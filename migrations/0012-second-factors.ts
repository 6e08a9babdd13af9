/** Second factors of a sign-in, identities that others vouch for, and tokens of machines with scopes. */
export const up = `
create table totp_factors (
  person_id text primary key references people (id),
  kek_id text not null,
  wrapped bytea not null,
  confirmed_at timestamptz,
  last_step bigint not null default 0,
  created_at timestamptz not null default now()
);
comment on column totp_factors.wrapped is 'the shared secret, sealed under a key of the ring';
comment on column totp_factors.confirmed_at is 'null: offered, and worth nothing until a code of it was given';
comment on column totp_factors.last_step is 'the newest time step whose code was taken: no code is taken twice';

create table recovery_codes (
  person_id text not null references people (id),
  code_hash bytea not null,
  created_at timestamptz not null default now(),
  used_at timestamptz,
  primary key (person_id, code_hash)
);
comment on column recovery_codes.code_hash is 'SHA-256 of 80 random bits; one use';

create table passkeys (
  id uuid primary key default gen_random_uuid(),
  person_id text not null references people (id),
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  name text not null check (length(name) between 1 and 60),
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkeys_person on passkeys (person_id);

create table identities (
  id uuid primary key default gen_random_uuid(),
  issuer text not null,
  subject text not null,
  person_id text not null references people (id),
  linked_by text not null references people (id),
  linked_at timestamptz not null default now(),
  unique (issuer, subject)
);
comment on table identities is 'who an OpenID provider speaks of; nobody is let in who is not named here';
create index identities_person on identities (person_id);

alter table api_tokens
  add column id uuid not null default gen_random_uuid() unique,
  add column scopes text[],
  add column issued_by text references people (id),
  add column last_used_at timestamptz;
comment on column api_tokens.scopes is 'rights it may use while its person has them; null: all of them';
create index api_tokens_person on api_tokens (person_id);

grant select, insert, delete, update (kek_id, wrapped, confirmed_at, last_step, created_at) on totp_factors to oqr_api;
grant select, insert, delete, update (used_at) on recovery_codes to oqr_api;
grant select, insert, delete, update (counter, last_used_at) on passkeys to oqr_api;
grant select, insert, delete on identities to oqr_api;
grant insert (token_hash, person_id, label, expires_at, scopes, issued_by), update (revoked_at, last_used_at)
  on api_tokens to oqr_api;
`;

export const down = `
alter table api_tokens drop column id, drop column scopes, drop column issued_by, drop column last_used_at;
drop index if exists api_tokens_person;
drop table identities;
drop table passkeys;
drop table recovery_codes;
drop table totp_factors;
`;
