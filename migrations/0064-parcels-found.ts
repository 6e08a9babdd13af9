/** A parcel that comes back, or does not arrive, is known by its carrier's number alone: that number finds the order (P3.2.4). */
export const up = `
alter table tracking_numbers add column term bytea;
comment on column tracking_numbers.term is 'keyed hash by which the order is found; null until an older number is hashed; deleted by purge';
create index tracking_numbers_found on tracking_numbers (term);
create index tracking_numbers_unhashed on tracking_numbers (order_id, fact) where term is null;
grant update (term) on tracking_numbers to oqr_api;
`;

export const down = `
revoke update (term) on tracking_numbers from oqr_api;
drop index tracking_numbers_unhashed;
drop index tracking_numbers_found;
alter table tracking_numbers drop column term;
`;
