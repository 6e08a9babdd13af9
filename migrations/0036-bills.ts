/** Daily bills of providers, matched with what they told; every difference is kept once, until finance settles it (P3.2.3). */
export const up = `
create table bills (
  id uuid primary key,
  provider text not null check (provider in ('wechat', 'alipay')),
  day date not null,
  file_hash bytea not null,
  rows int not null,
  matched int not null,
  differences int not null,
  taken_by text not null references people (id),
  taken_at timestamptz(3) not null default clock_timestamp()
);
comment on column bills.day is 'in China, where both providers close their books';
create index bills_newest on bills (taken_at desc, id desc);

create table bill_differences (
  id uuid primary key,
  bill_id uuid not null references bills (id),
  provider text not null,
  movement text not null check (movement in ('payment', 'refund')),
  trade_no text not null,
  what text not null check (what in ('missing_here', 'missing_there', 'amount_differs')),
  out_trade_no text not null,
  order_id uuid references orders (id),
  fact_number int,
  ours_minor bigint,
  theirs_minor bigint,
  currency text not null,
  found_at timestamptz(3) not null default clock_timestamp(),
  unique (provider, movement, trade_no, what)
);
comment on table bill_differences is 'once each, however often the bill is taken; one of a known order is a fact of it, and so its case';
create index bill_differences_newest on bill_differences (found_at desc, id desc);
create index bill_differences_by_order on bill_differences (order_id);

create table bill_settlements (
  difference_id uuid primary key references bill_differences (id),
  how text not null,
  settled_by text not null references people (id),
  settled_at timestamptz(3) not null default clock_timestamp()
);

create index receipts_by_day on payment_receipts (provider, happened_at);
create index facts_of_money on facts (recorded_at, order_id, number) where type in ('payment_received', 'payment_refunded');

grant select, insert on bills, bill_differences, bill_settlements to oqr_api;
grant select on bills, bill_differences, bill_settlements to oqr_worker;
`;

export const down = `
drop index facts_of_money;
drop index receipts_by_day;
drop table bill_settlements;
drop table bill_differences;
drop table bills;
`;
