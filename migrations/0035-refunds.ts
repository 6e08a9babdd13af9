/** Refunds: asked for with a reason, agreed to by a second person when they are large, and made by the worker (P3.2.3). */
export const up = `
create table refunds (
  id uuid primary key,
  payment_id uuid not null references payments (id),
  order_id uuid not null references orders (id),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  out_refund_no text not null unique check (out_refund_no ~ '^[0-9a-f]{32}$'),
  reason text not null,
  needs_second boolean not null,
  asked_by text not null references people (id),
  asked_at timestamptz(3) not null default clock_timestamp(),
  state text not null default 'asked' check (state in ('asked', 'succeeded', 'failed', 'refused')),
  error_code text,
  tries int not null default 0,
  next_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz(3),
  unique (id, asked_by)
);
comment on column refunds.needs_second is 'large: nothing is done before another person has agreed';
create index refunds_by_order on refunds (order_id, asked_at desc);
create index refunds_by_payment on refunds (payment_id);
create index refunds_due on refunds (next_at) where state = 'asked';

create table refund_decisions (
  refund_id uuid primary key,
  asked_by text not null,
  decided_by text not null references people (id),
  agreed boolean not null,
  decided_at timestamptz(3) not null default clock_timestamp(),
  foreign key (refund_id, asked_by) references refunds (id, asked_by),
  constraint refund_decisions_four_eyes check (decided_by <> asked_by)
);
comment on table refund_decisions is 'what the second person said, once; never who asked';

grant select on refunds, refund_decisions to oqr_api;
grant insert (id, payment_id, order_id, amount_minor, currency, out_refund_no, reason, needs_second, asked_by) on refunds to oqr_api;
grant insert on refund_decisions to oqr_api;
grant select, update (state, error_code, tries, next_at, ended_at) on refunds to oqr_worker;
grant select on refund_decisions to oqr_worker;
`;

export const down = `
drop table refund_decisions;
drop table refunds;
`;
