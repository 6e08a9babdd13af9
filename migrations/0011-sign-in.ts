/**
 * Sign-in: passwords as argon2id hashes, tries counted where a restart does not forget them, and the sessions of
 * express-session in the shape that connect-pg-simple reads.
 */
export const up = `
create table sign_in_accounts (
  person_id text primary key references people (id),
  password_hash text not null check (password_hash like '$argon2id$%'),
  must_change_password boolean not null default true,
  changed_at timestamptz not null default now()
);
comment on column sign_in_accounts.must_change_password is 'somebody else knows the password: it opens nothing but its own change';

create table sign_in_tries (
  id uuid primary key default gen_random_uuid(),
  account_key bytea not null,
  address_key bytea not null,
  at timestamptz not null default clock_timestamp()
);
comment on table sign_in_tries is 'tries that have not succeeded; account and address only as keyed hashes';
create index sign_in_tries_account on sign_in_tries (account_key, at);
create index sign_in_tries_address on sign_in_tries (address_key, at);
create index sign_in_tries_at on sign_in_tries (at);

create table sessions (
  sid text primary key,
  sess json not null,
  expire timestamptz not null
);
create index sessions_expire on sessions (expire);
create index sessions_person on sessions ((sess ->> 'personId'));

grant select, update (password_hash, must_change_password, changed_at) on sign_in_accounts to oqr_api;
grant select, insert, delete on sign_in_tries to oqr_api;
grant select, insert, update (sess, expire), delete on sessions to oqr_api;
`;

export const down = `
drop table sessions;
drop table sign_in_tries;
drop table sign_in_accounts;
`;
