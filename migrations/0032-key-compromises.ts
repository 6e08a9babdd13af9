/** A key in other hands: since when, who said so, and which open orders were given a new code for it (P5.3.2). */
export const up = `
create table key_compromises (
  id uuid primary key,
  key_id smallint not null unique check (key_id between 1 and 255),
  profile text not null check (profile in ('short', 'sealed')),
  compromised_at timestamptz(3) not null,
  key_from timestamptz(3) not null,
  key_until timestamptz(3) not null,
  successor_id smallint,
  declared_by text not null references people (id),
  department text not null,
  declared_at timestamptz(3) not null default clock_timestamp(),
  finished_at timestamptz(3)
);
comment on table key_compromises is 'the key itself is in the ring outside the database; this is what follows from it';
comment on column key_compromises.key_until is 'until when the key minted: its retirement, or the declaration';

create table key_compromise_orders (
  compromise_id uuid not null references key_compromises (id),
  order_id uuid not null references orders (id),
  issue_no int not null,
  fact_number int not null,
  asked_at timestamptz(3) not null default clock_timestamp(),
  primary key (compromise_id, order_id)
);
comment on table key_compromise_orders is 'the orders whose reissue was asked for, each once; issue_no is the code that was not to be trusted';
create index key_compromise_orders_by_order on key_compromise_orders (order_id);
create index codes_live_by_key on codes (key_id, order_id) where status = 'live';

grant select, insert on key_compromises to oqr_api;
grant select, update (finished_at) on key_compromises to oqr_worker;
grant select on key_compromise_orders to oqr_api;
grant select, insert on key_compromise_orders to oqr_worker;
`;

export const down = `
drop index codes_live_by_key;
drop table key_compromise_orders, key_compromises;
`;
