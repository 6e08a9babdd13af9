/** Channels: push, bounces and receipts, dead letters, what customers agreed to, quiet hours (P3.1.1). */
export const up = `
alter table messages drop constraint messages_channel_check;
alter table messages add constraint messages_channel_check check (channel in ('email', 'sms', 'push', 'page'));
alter table messages drop constraint messages_status_check;
alter table messages add constraint messages_status_check
  check (status in ('queued', 'sending', 'sent', 'failed', 'unknown', 'bounced'));
alter table messages add column not_before timestamptz;
alter table messages add column received_at timestamptz(3);
comment on column messages.not_before is 'quiet hours: nobody takes it from the queue before';
comment on column messages.received_at is 'a receipt of the provider said that it arrived';
create index messages_by_provider on messages (provider_id) where provider_id is not null;

create table dead_letters (
  message_id uuid primary key references messages (id),
  order_id uuid not null references orders (id),
  code text not null,
  died_at timestamptz(3) not null default clock_timestamp(),
  replayed_as uuid references messages (id) deferrable initially deferred
);
comment on table dead_letters is 'messages that failed, bounced or are unknown, past every retry; a replay is a new message';
create index dead_letters_waiting on dead_letters (died_at desc, message_id) where replayed_as is null;
create index dead_letters_by_order on dead_letters (order_id);

create table push_subscriptions (
  id uuid primary key,
  order_id uuid not null references orders (id),
  endpoint_key bytea not null,
  sealed bytea not null,
  created_at timestamptz(3) not null default clock_timestamp(),
  ended_at timestamptz(3),
  unique (order_id, endpoint_key)
);
comment on column push_subscriptions.sealed is 'endpoint and keys of a browser, under the order''s own key';

create table contact_choices (
  customer_key bytea not null,
  channel text not null check (channel in ('email', 'sms', 'push')),
  allowed boolean not null,
  preferred boolean not null default false,
  chosen_by text not null check (chosen_by in ('customer', 'person')),
  chosen_at timestamptz(3) not null default clock_timestamp(),
  primary key (customer_key, channel)
);
comment on table contact_choices is 'by which channels a customer may be written to; without a row they may';

create table quiet_hours (
  id int primary key check (id = 1),
  from_minute int not null check (from_minute between 0 and 1439),
  to_minute int not null check (to_minute between 0 and 1439),
  channels text[] not null,
  version int not null default 1
);
comment on table quiet_hours is 'minutes since midnight in the zone of the company calendar; equal minutes: never quiet';
insert into quiet_hours (id, from_minute, to_minute, channels) values (1, 0, 0, '{sms,push}');

grant update (not_before, received_at) on messages to oqr_worker;
grant select on dead_letters to oqr_api;
grant select, insert, update (replayed_as) on dead_letters to oqr_worker;
grant select, insert, update (sealed, ended_at) on push_subscriptions to oqr_api;
grant select, update (ended_at) on push_subscriptions to oqr_worker;
grant select, insert, update (allowed, preferred, chosen_by, chosen_at) on contact_choices to oqr_api;
grant select on contact_choices to oqr_worker;
grant select, update (from_minute, to_minute, channels, version) on quiet_hours to oqr_api;
grant select on quiet_hours to oqr_worker;
`;

export const down = `
drop table quiet_hours;
drop table contact_choices;
drop table push_subscriptions;
drop table dead_letters;
drop index messages_by_provider;
alter table messages drop column received_at;
alter table messages drop column not_before;
delete from messages where channel = 'push';
update messages set status = 'failed' where status = 'bounced';
alter table messages drop constraint messages_status_check;
alter table messages add constraint messages_status_check check (status in ('queued', 'sending', 'sent', 'failed', 'unknown'));
alter table messages drop constraint messages_channel_check;
alter table messages add constraint messages_channel_check check (channel in ('email', 'sms', 'page'));
`;
