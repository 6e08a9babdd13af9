/** The carrier's number of a parcel: it leads to a person's door, so it is sealed beside the shipment that it belongs to (P3.2.4). */
export const up = `
create table tracking_numbers (
  order_id uuid not null,
  fact int not null,
  sealed bytea not null,
  primary key (order_id, fact),
  foreign key (order_id, fact) references facts (order_id, number)
);
comment on table tracking_numbers is 'under the order''s own key; who the carrier is stands in the fact';

grant select, insert on tracking_numbers to oqr_api;
`;

export const down = `
drop table tracking_numbers;
`;
