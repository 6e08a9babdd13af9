/** What orders are found by, what colleagues say about them, and the files that lie beside them. */
export const up = `
create table order_terms (
  order_id uuid not null references orders (id),
  term bytea not null check (octet_length(term) = 16),
  created_at timestamptz(3) not null default now(),
  primary key (order_id, term)
);
comment on table order_terms is 'keyed hashes of what a customer is looked for by: name, pinyin, last four digits; deleted by purge';
create index order_terms_found on order_terms (term, created_at desc, order_id);
create index orders_no_forward on orders (upper(order_no) text_pattern_ops);
create index orders_no_backward on orders (reverse(upper(order_no)) text_pattern_ops);

create table order_comments (
  id uuid primary key,
  order_id uuid not null references orders (id),
  author text not null references people (id),
  department text not null references departments (code),
  sealed bytea,
  created_at timestamptz(3) not null default clock_timestamp(),
  withdrawn_at timestamptz(3)
);
comment on column order_comments.sealed is 'the text, under the order''s own key; null after purge';
comment on column order_comments.withdrawn_at is 'by its author; the row stays';
create index order_comments_by_order on order_comments (order_id, created_at);

create table order_attachments (
  id uuid primary key,
  order_id uuid not null references orders (id),
  author text not null references people (id),
  department text not null references departments (code),
  media_type text not null check (media_type in ('image/png', 'image/jpeg', 'image/webp', 'application/pdf')),
  bytes int not null check (bytes between 1 and 10485760),
  name_sealed bytea,
  created_at timestamptz(3) not null default clock_timestamp(),
  withdrawn_at timestamptz(3)
);
create index order_attachments_by_order on order_attachments (order_id, created_at);

create table attachment_contents (
  attachment_id uuid primary key references order_attachments (id),
  sealed bytea not null
);
alter table attachment_contents alter column sealed set storage external;
comment on table attachment_contents is 'file contents, AES-256-GCM under the order''s own key; deleted by purge';

grant select on order_terms, order_comments, order_attachments, attachment_contents to oqr_api, oqr_worker;
grant insert on order_terms, order_comments, order_attachments, attachment_contents to oqr_api;
grant update (withdrawn_at) on order_comments, order_attachments to oqr_api;
`;

export const down = `
drop table attachment_contents;
drop table order_attachments;
drop table order_comments;
drop index orders_no_backward;
drop index orders_no_forward;
drop table order_terms;
`;
