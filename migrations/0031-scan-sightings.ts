/** What was scanned where, for a while, so that abuse is seen; strangers' dead codes cost the same whatever they are (P3.3.2). */
export const up = `
create table scan_sightings (
  id bigint generated always as identity primary key,
  seen_at timestamptz(3) not null default clock_timestamp(),
  address_key bytea not null,
  token_key bytea not null,
  device_key bytea,
  person_id text,
  place text check (length(place) between 1 and 4),
  order_id uuid,
  issue_no int,
  verdict text not null,
  purpose text not null,
  taken_at timestamptz(3)
);
comment on table scan_sightings is 'kept for days; no foreign keys and no index that knows orders: an insert is the same work whether or not the code is known';
comment on column scan_sightings.place is 'the first characters of a geohash, of strangers three at most: no finer than 150 km';
comment on column scan_sightings.taken_at is 'when the sweeper wrote down the scan of a known code and looked for abuse';
create index scan_sightings_new on scan_sightings (id) where taken_at is null;
create index scan_sightings_by_age on scan_sightings (seen_at);

grant select, insert on scan_sightings to oqr_api;
grant select, update (taken_at), delete on scan_sightings to oqr_worker;
`;

export const down = `drop table scan_sightings;`;
