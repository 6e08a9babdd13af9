/** The words of messages are versioned rows, and a message that was sent names the version it was written by (P3.1.2). */
export const up = `
create table message_templates (
  kind text not null check (length(kind) between 1 and 60),
  channel text not null check (channel in ('email', 'sms', 'push')),
  version int not null check (version > 0),
  texts jsonb not null,
  saved_by text not null,
  saved_at timestamptz(3) not null default clock_timestamp(),
  primary key (kind, channel, version)
);
comment on table message_templates is 'append-only: the highest version of a kind and channel is in force, an older one stays readable';
comment on column message_templates.texts is 'zh and en: subject, body, instructions, reminder; placeholders, nothing personal';

alter table messages add column template_version int;
comment on column messages.template_version is 'of message_templates, noted when the message is claimed for sending';

grant select, insert on message_templates to oqr_api;
grant select on message_templates to oqr_worker;
grant update (template_version) on messages to oqr_worker;
`;

export const down = `
alter table messages drop column template_version;
drop table message_templates;
`;
