/** A wake-up knows when it is due: whoever sends it borrows it for seconds and holds no lock while Temporal answers. */
export const up = `
alter table outbox add column due_at timestamptz not null default now();
update outbox set due_at = sent_at + interval '15 seconds' where sent_at is not null;
drop index outbox_sent;
drop index outbox_unsent;
revoke update (sent_at) on outbox from oqr_worker;
alter table outbox drop column sent_at;
create index outbox_due on outbox (lane, due_at);
comment on column outbox.due_at is 'when it is sent next; in the future while it is on its way to Temporal or its order takes its turn';
grant update (due_at) on outbox to oqr_worker;
`;

export const down = `
revoke update (due_at) on outbox from oqr_worker;
drop index outbox_due;
alter table outbox add column sent_at timestamptz;
update outbox set sent_at = now() where sends > 0;
alter table outbox drop column due_at;
grant update (sent_at) on outbox to oqr_worker;
create index outbox_unsent on outbox (lane, id) where sent_at is null;
create index outbox_sent on outbox (sent_at) where sent_at is not null;
`;
