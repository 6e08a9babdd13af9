/** Devices that scan without the house: whose they are, what they took with them, and what they told afterwards. */
export const up = `
create table scan_devices (
  id uuid primary key,
  person_id text not null references people (id),
  name text not null check (length(name) between 1 and 60),
  public_key bytea not null unique check (length(public_key) = 65),
  registered_at timestamptz(3) not null default clock_timestamp(),
  revoked_at timestamptz(3),
  revoked_by text references people (id),
  constraint scan_devices_revoked_by_somebody check ((revoked_at is null) = (revoked_by is null))
);
comment on column scan_devices.public_key is 'ECDSA P-256, an uncompressed point; the private half cannot leave the device';
create index scan_devices_by_person on scan_devices (person_id, registered_at);

create table device_lists (
  id uuid primary key,
  device_id uuid not null references scan_devices (id),
  taken_at timestamptz(3) not null default clock_timestamp(),
  holds_until timestamptz(3) not null,
  constraint device_lists_hold check (holds_until > taken_at)
);
create index device_lists_by_device on device_lists (device_id, taken_at);

create table device_list_items (
  list_id uuid not null references device_lists (id),
  order_id uuid not null references orders (id),
  code_id uuid not null references codes (id),
  primary key (list_id, order_id)
);
comment on table device_list_items is 'a scan of such a code before its list runs out is never refused afterwards: recorded, or a case';
create index device_list_items_by_order on device_list_items (order_id);

create table offline_scans (
  device_id uuid not null references scan_devices (id),
  number int not null check (number > 0),
  entry_hash bytea not null check (length(entry_hash) = 32),
  order_id uuid references orders (id),
  shown text not null check (shown in ('green', 'amber')),
  on_list boolean not null,
  happened_at timestamptz(3) not null,
  recorded_at timestamptz(3) not null default clock_timestamp(),
  verdict text not null check (verdict in ('recorded', 'conflict', 'refused')),
  reason text not null,
  fact int,
  primary key (device_id, number),
  constraint offline_scans_green_stays check (not (shown = 'green' and on_list and verdict = 'refused'))
);
comment on constraint offline_scans_green_stays on offline_scans is 'what a device rightly showed green never turns red';
create index offline_scans_by_order on offline_scans (order_id);
create index codes_ended on codes (ended_at, id) where ended_at is not null;

grant select on scan_devices, device_lists, device_list_items, offline_scans to oqr_api, oqr_worker;
grant insert on scan_devices, device_lists, device_list_items, offline_scans to oqr_api;
grant update (revoked_at, revoked_by) on scan_devices to oqr_api;
`;

export const down = `
drop index codes_ended;
drop table offline_scans;
drop table device_list_items;
drop table device_lists;
drop table scan_devices;
`;
