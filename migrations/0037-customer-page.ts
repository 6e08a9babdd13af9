/** The customer's page: sessions of one code each, and failed proofs that a restart does not forget (P3.1.3). */
export const up = `
create table customer_sessions (
  id_hash bytea primary key,
  order_id uuid not null references orders (id),
  code_id uuid not null references codes (id),
  proven_by text check (proven_by in ('phone', 'code')),
  proven_at timestamptz(3),
  opened_at timestamptz(3) not null default clock_timestamp(),
  expires_at timestamptz(3) not null,
  check ((proven_by is null) = (proven_at is null))
);
comment on table customer_sessions is 'whoever holds a live code, bound to it alone: another code, or none, ends the session';
comment on column customer_sessions.id_hash is 'SHA-256 of what the cookie holds';
comment on column customer_sessions.proven_by is 'the second proof; before it nothing of the order is shown but one word';
create index customer_sessions_by_order on customer_sessions (order_id);
create index customer_sessions_expire on customer_sessions (expires_at);

create table proof_tries (
  id uuid primary key default gen_random_uuid(),
  code_id uuid not null references codes (id),
  what text not null check (what in ('phone', 'code', 'asked')),
  address_key bytea not null,
  at timestamptz(3) not null default clock_timestamp()
);
comment on table proof_tries is 'second proofs that failed, and one-time codes that were asked for; addresses only as keyed hashes';
create index proof_tries_code on proof_tries (code_id, what, at);
create index proof_tries_address on proof_tries (address_key, what, at);
create index proof_tries_at on proof_tries (at);

grant select, insert, update (id_hash, proven_by, proven_at, expires_at), delete on customer_sessions to oqr_api;
grant select, insert, delete on proof_tries to oqr_api;
`;

export const down = `
drop table proof_tries;
drop table customer_sessions;
`;
