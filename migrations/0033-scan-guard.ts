/** Scans are counted where every process sees it and no restart forgets; what is misused is blocked and told (P3.3.2). */
export const up = `
create table scan_counts (
  kind text not null check (kind in ('token', 'address', 'device', 'account')),
  key bytea not null,
  minute timestamptz not null,
  count int not null default 1,
  primary key (kind, key, minute)
);
create index scan_counts_by_minute on scan_counts (minute);

create table scan_blocks (
  kind text not null check (kind in ('token', 'address')),
  key bytea not null,
  until timestamptz(3) not null,
  primary key (kind, key)
);
comment on table scan_blocks is 'strangers alone are refused; people at work go on scanning';

create table scan_alerts (
  id uuid primary key,
  kind text not null check (kind in ('burst', 'enumeration', 'replay', 'travel')),
  key bytea not null,
  day date not null,
  order_id uuid references orders (id),
  issue_no int,
  fact_number int,
  case_id uuid references cases (id),
  seen_at timestamptz(3) not null default clock_timestamp(),
  unique (kind, key, day)
);
comment on table scan_alerts is 'once a day for each kind and each code or address; keyed hashes, nothing that names a stranger';
create index scan_alerts_by_time on scan_alerts (seen_at desc, id);
create index scan_alerts_by_order on scan_alerts (order_id) where order_id is not null;

create index scan_sightings_of_token on scan_sightings (token_key, seen_at);
create index scan_sightings_of_address on scan_sightings (address_key, seen_at);

alter table notices drop constraint notices_kind_check;
alter table notices add constraint notices_kind_check
  check (kind in ('nudged', 'reassigned', 'escalated', 'explanation_asked', 'explained', 'scan_anomaly'));

grant select, insert, update (count) on scan_counts to oqr_api;
grant select, delete on scan_counts to oqr_worker;
grant select on scan_blocks to oqr_api;
grant select, insert, update (until), delete on scan_blocks to oqr_worker;
grant select on scan_alerts to oqr_api;
grant select, insert on scan_alerts to oqr_worker;
grant insert on notices to oqr_worker;
`;

export const down = `
revoke insert on notices from oqr_worker;
delete from notices where kind = 'scan_anomaly';
alter table notices drop constraint notices_kind_check;
alter table notices add constraint notices_kind_check
  check (kind in ('nudged', 'reassigned', 'escalated', 'explanation_asked', 'explained'));
drop index scan_sightings_of_address, scan_sightings_of_token;
drop table scan_alerts, scan_blocks, scan_counts;
`;
