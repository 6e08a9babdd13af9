/** Facts, numbered per order under the order's lock, and the outbox that wakes lifecycles. */
export const up = `
create table facts (
  order_id uuid not null references orders (id),
  number int not null check (number > 0),
  type text not null,
  family text not null check (family in ('world', 'decision', 'lifecycle')),
  happened_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  actor_kind text not null check (actor_kind in ('person', 'system', 'customer')),
  actor_id text not null,
  department text references departments (code),
  source text not null check (source in ('api', 'import', 'webhook', 'lifecycle', 'queue')),
  external_id text,
  detail jsonb not null default '{}',
  sealed bytea,
  primary key (order_id, number)
);
comment on column facts.sealed is 'the personal parts of the detail, under the order''s own key';
create unique index facts_stated_once on facts (order_id, source, external_id) where external_id is not null;
create index facts_by_person on facts (actor_id, order_id) where actor_kind = 'person';

create function refuse_own_hand() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if exists (
    select from public.facts
    where order_id = new.order_id and actor_kind = 'person' and actor_id = new.actor_id
      and type in ('order_entered', 'order_amended', 'payment_received', 'payment_refunded', 'shipped', 'service_completed', 'retry_requested')
  ) then
    raise exception 'four_eyes' using errcode = 'P0001';
  end if;
  return new;
end $$;
comment on function refuse_own_hand is 'four eyes (P6.1.3): nobody reviews an order they had a hand in';
create trigger facts_four_eyes before insert on facts
  for each row when (new.type in ('review_claimed', 'review_approved', 'review_rejected', 'review_returned'))
  execute function refuse_own_hand();

create table orphan_facts (
  id uuid primary key,
  order_key bytea not null,
  source text not null,
  external_id text not null,
  intake_day date not null references intake_keys (day),
  sealed bytea not null,
  received_at timestamptz not null default now(),
  unique (source, external_id)
);
create index orphan_facts_by_order on orphan_facts (order_key);

create table orphan_adoptions (
  orphan_id uuid primary key references orphan_facts (id),
  order_id uuid not null references orders (id),
  adopted_at timestamptz not null default now()
);

create table outbox (
  id bigint generated always as identity primary key,
  order_id uuid not null references orders (id),
  fact_number int not null,
  signal text not null check (signal in ('factsRecorded', 'reviewDecided')),
  lane text not null check (lane in ('live', 'bulk')),
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  sends int not null default 0
);
comment on table outbox is 'a row lives until the lifecycle has acted on its fact: recorded, sent, settled (then deleted)';
create index outbox_unsent on outbox (lane, id) where sent_at is null;
create index outbox_sent on outbox (sent_at) where sent_at is not null;
create index outbox_by_order on outbox (order_id, fact_number);
`;

export const down = `
drop table outbox;
drop table orphan_adoptions;
drop table orphan_facts;
drop table facts;
drop function refuse_own_hand;
`;
