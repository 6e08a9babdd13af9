/** Payments by a provider: what payers were asked for, and what the provider told of it, once each (P3.1.3, P4.1.2). */
export const up = `
create table payments (
  id uuid primary key,
  order_id uuid not null references orders (id),
  provider text not null check (provider in ('wechat', 'alipay')),
  scene text not null check (scene in ('counter', 'phone')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  out_trade_no text not null unique check (out_trade_no ~ '^[0-9a-f]{32}$'),
  state text not null default 'created' check (state in ('created', 'pending', 'succeeded', 'closed', 'failed')),
  qr text,
  link text,
  started_by text not null,
  sealed bytea,
  error_code text,
  tries int not null default 0,
  created_at timestamptz(3) not null default clock_timestamp(),
  expires_at timestamptz(3) not null,
  next_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz(3)
);
comment on table payments is 'attempts to pay; what the provider told of one stands in payment_receipts and counts more';
comment on column payments.out_trade_no is 'our name for it at the provider: random, so that it tells nothing';
comment on column payments.sealed is 'the payer''s address, which a provider may ask for, under the order''s own key';
comment on column payments.next_at is 'when a worker next looks after it';
create index payments_by_order on payments (order_id, created_at desc);
create index payments_due on payments (next_at) where state in ('created', 'pending');

create table payment_receipts (
  provider text not null check (provider in ('wechat', 'alipay')),
  kind text not null check (kind in ('payment', 'refund')),
  trade_no text not null,
  out_trade_no text not null,
  payment_id uuid references payments (id),
  order_id uuid references orders (id),
  fact_number int,
  outcome text not null check (outcome in ('taken', 'mismatch', 'orphan')),
  reason text,
  amount_minor bigint not null,
  currency text not null,
  happened_at timestamptz(3) not null,
  told_at timestamptz(3) not null default clock_timestamp(),
  told_by text not null check (told_by in ('callback', 'query')),
  primary key (provider, kind, trade_no),
  check ((outcome = 'orphan') = (order_id is null))
);
comment on table payment_receipts is 'every movement of money that a provider told of, once: its key makes a fact of it once';
create index payment_receipts_by_payment on payment_receipts (payment_id);
create index payment_receipts_by_order on payment_receipts (order_id);

grant select on payments, payment_receipts to oqr_api;
grant insert (id, order_id, provider, scene, amount_minor, currency, out_trade_no, started_by, sealed, expires_at)
  on payments to oqr_api;
grant insert on payment_receipts to oqr_api;
grant select, update (state, qr, link, error_code, tries, next_at, ended_at) on payments to oqr_worker;
grant select, insert on payment_receipts to oqr_worker;
`;

export const down = `
drop table payment_receipts;
drop table payments;
`;
