/** Verifications, reviews and the one row that is a write-off. */
export const up = `
create table verifications (
  id uuid primary key,
  order_id uuid not null references orders (id),
  fact_number int not null,
  policy_version int not null references policy_versions (version),
  material_fact int not null,
  verdict text not null check (verdict in ('pass', 'not_yet', 'fail')),
  reviewers int not null check (reviewers between 0 and 2),
  evaluation jsonb not null,
  verified_at timestamptz not null default clock_timestamp(),
  foreign key (order_id, fact_number) references facts (order_id, number),
  unique (order_id, fact_number)
);

create table reviews (
  id uuid primary key,
  order_id uuid not null references orders (id),
  verification_id uuid not null references verifications (id),
  material_fact int not null,
  reviewers_needed int not null check (reviewers_needed between 1 and 2),
  status text not null default 'open' check (status in ('open', 'approved', 'rejected', 'returned', 'superseded')),
  opened_at timestamptz(3) not null default clock_timestamp(),
  due_at timestamptz,
  closed_at timestamptz,
  constraint reviews_closed_has_time check ((status = 'open') = (closed_at is null))
);
create unique index reviews_one_open on reviews (order_id) where status = 'open';
create index reviews_queue on reviews (opened_at, id) where status = 'open';

create table review_claims (
  id bigint generated always as identity primary key,
  review_id uuid not null references reviews (id),
  person_id text not null references people (id),
  claimed_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  check (expires_at > claimed_at)
);
create index review_claims_by_review on review_claims (review_id, expires_at);

create table review_decisions (
  review_id uuid not null references reviews (id),
  person_id text not null references people (id),
  order_id uuid not null,
  fact_number int not null,
  decision text not null check (decision in ('approved', 'rejected', 'returned')),
  reason text,
  decided_at timestamptz not null,
  primary key (review_id, person_id),
  foreign key (order_id, fact_number) references facts (order_id, number)
);

create table write_offs (
  order_id uuid primary key references orders (id),
  fact_number int not null,
  verification_id uuid not null references verifications (id),
  review_id uuid references reviews (id),
  policy_version int not null references policy_versions (version),
  material_fact int not null,
  reason text not null,
  operator text not null,
  amount_minor bigint not null,
  currency text not null,
  written_off_at timestamptz not null default clock_timestamp(),
  foreign key (order_id, fact_number) references facts (order_id, number)
);
comment on table write_offs is 'exactly once: the primary key is the order, and no role may update or delete';
`;

export const down = `
drop table write_offs;
drop table review_decisions;
drop table review_claims;
drop table reviews;
drop table verifications;
`;
