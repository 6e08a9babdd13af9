/** Who gets a digest of what is stuck by e-mail, under a key of their own, and which were sent: once a person and period (P4.2.2). */
export const up = `
create table digest_subscriptions (
  person_id text primary key references people (id),
  daily boolean not null,
  weekly boolean not null,
  kek_id text not null,
  wrapped bytea not null,
  email_sealed bytea not null,
  changed_at timestamptz(3) not null default clock_timestamp()
);
comment on column digest_subscriptions.email_sealed is 'the address, sealed; nothing else in the database has it, and the row goes when digests are stopped';
grant select, insert, update, delete on digest_subscriptions to oqr_api;
grant select on digest_subscriptions to oqr_worker;

create table digests (
  id uuid not null unique,
  person_id text not null references people (id),
  period text not null check (period in ('daily', 'weekly')),
  day date not null,
  status text not null default 'queued' check (status in ('queued', 'sending', 'sent', 'failed', 'unknown')),
  attempts int not null default 0,
  due_at timestamptz(3) not null default clock_timestamp(),
  sending_at timestamptz(3),
  finished_at timestamptz(3),
  error_code text,
  primary key (person_id, period, day)
);
comment on column digests.day is 'of a weekly one the Monday of its week';
create index digests_under_way on digests (due_at) where status in ('queued', 'sending');
grant select, insert, update (status, attempts, due_at, sending_at, finished_at, error_code) on digests to oqr_worker;
`;

export const down = `
drop table digests;
drop table digest_subscriptions;
`;
