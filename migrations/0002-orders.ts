/** Orders, their lines, and the keys that personal data is sealed under. */
export const up = `
create table orders (
  id uuid primary key,
  order_no text not null unique check (order_no ~ '^[A-Za-z0-9._/-]{1,64}$'),
  kind text not null check (kind in ('goods', 'service', 'mixed')),
  settlement text not null check (settlement in ('prepaid', 'cash_on_delivery', 'on_account')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor between 0 and 9007199254740991),
  ordered_at timestamptz not null,
  customer_key bytea not null,
  phone_key bytea,
  email_key bytea,
  customer_sealed bytea,
  content_key bytea not null,
  lane text not null default 'live' check (lane in ('live', 'bulk')),
  notify boolean not null,
  created_at timestamptz(3) not null default now(),
  fact_count int not null default 0 check (fact_count >= 0),

  state text not null default 'entered' check (state in (
    'entered', 'requested', 'issued', 'dispatched', 'circulating', 'verifying', 'pending_review', 'exception',
    'written_off', 'archived', 'voided', 'expired', 'purged')),
  state_since timestamptz not null default now(),
  owner_department text not null default 'order_desk' references departments (code),
  waiting_for jsonb,
  due_at timestamptz(3),
  applied_fact int not null default 0,
  constraint orders_applied_within_count check (applied_fact between 0 and fact_count)
);
comment on column orders.customer_key is 'keyed hash of the customer number: finds first orders, reveals nothing';
comment on column orders.customer_sealed is 'personal data, AES-256-GCM under the order''s own key; null after purge';
comment on column orders.content_key is 'keyed hash of the order''s content: tells the same order from another with its number';
comment on column orders.fact_count is 'the number of the last fact; the only column the API may update, which also lets it lock the row';
comment on column orders.applied_fact is 'the lifecycle has acted on every fact up to this number';
create index orders_by_customer on orders (customer_key, ordered_at, order_no);
create index orders_by_state on orders (state, created_at, id);
create index orders_overdue on orders (due_at) where due_at is not null;
create index orders_unread on orders (id) where fact_count > applied_fact;
create index orders_by_time on orders (created_at, id);
create index orders_by_phone on orders (phone_key) where phone_key is not null;
create index orders_by_email on orders (email_key) where email_key is not null;

create table order_lines (
  order_id uuid not null references orders (id),
  line_no int not null check (line_no > 0),
  kind text not null check (kind in ('goods', 'service', 'charge')),
  sku text not null,
  name text not null,
  quantity int not null check (quantity > 0),
  amount_minor bigint not null check (amount_minor between 0 and 9007199254740991),
  primary key (order_id, line_no)
);

create table data_keys (
  order_id uuid not null references orders (id),
  purpose text not null check (purpose in ('pii')),
  kek_id text not null,
  wrapped bytea,
  created_at timestamptz not null default now(),
  destroyed_at timestamptz,
  primary key (order_id, purpose),
  constraint data_keys_gone_or_here check ((wrapped is null) = (destroyed_at is not null))
);

create table intake_keys (
  day date primary key,
  kek_id text not null,
  wrapped bytea,
  destroy_after date not null,
  destroyed_at timestamptz,
  constraint intake_keys_gone_or_here check ((wrapped is null) = (destroyed_at is not null))
);
comment on table intake_keys is 'seals what belongs to no order yet: orphan facts, refused rows; destroyed after 30 days';
`;

export const down = `
drop table intake_keys;
drop table data_keys;
drop table order_lines;
drop table orders;
`;
