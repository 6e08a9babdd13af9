/** Labels of many codes as one file, checked label by label in the background, and what scans of the printed ones told. */
export const up = `
create table print_batches (
  id uuid primary key,
  preset text not null,
  format text not null check (format in ('pdf', 'zpl')),
  requested_by text not null references people (id),
  status text not null default 'waiting' check (status in ('waiting', 'running', 'ready')),
  created_at timestamptz(3) not null default clock_timestamp(),
  ready_at timestamptz(3)
);
create index print_batches_by_time on print_batches (created_at, id);
create index print_batches_unready on print_batches (created_at) where status <> 'ready';

create table print_batch_items (
  batch_id uuid not null references print_batches (id),
  position int not null check (position between 1 and 10000),
  order_id uuid not null references orders (id),
  code_id uuid not null references codes (id),
  status text not null default 'pending' check (status in ('pending', 'ready', 'skipped')),
  reason text,
  grade text check (grade in ('A', 'B', 'C', 'D', 'F')),
  primary key (batch_id, position),
  unique (batch_id, order_id)
);
comment on column print_batch_items.status is 'ready: the label was drawn and read back by the decoder; symbols themselves are never stored';
create index print_batch_items_by_code on print_batch_items (code_id);

create table print_batch_files (
  id uuid primary key,
  batch_id uuid not null references print_batches (id),
  printed_by text not null references people (id),
  printed_at timestamptz(3) not null default clock_timestamp()
);
create index print_batch_files_by_batch on print_batch_files (batch_id, printed_at);

create table print_samples (
  id uuid primary key,
  batch_id uuid not null references print_batches (id),
  position int,
  outcome text not null check (outcome in ('matched', 'not_live', 'not_in_batch', 'not_ours', 'unreadable')),
  grade text not null check (grade in ('A', 'B', 'C', 'D', 'F')),
  grade_parts jsonb,
  checked_by text not null references people (id),
  checked_at timestamptz(3) not null default clock_timestamp(),
  foreign key (batch_id, position) references print_batch_items (batch_id, position)
);
comment on table print_samples is 'symbols found on scans and photographs of printed labels; the pictures are not kept';
create index print_samples_by_batch on print_samples (batch_id, checked_at);

grant select on print_batches, print_batch_items, print_batch_files, print_samples to oqr_api, oqr_worker;
grant insert on print_batches, print_batch_items, print_batch_files, print_samples to oqr_api;
grant update (status, ready_at) on print_batches to oqr_worker;
grant update (status, reason, grade) on print_batch_items to oqr_worker;
`;

export const down = `
drop table print_samples;
drop table print_batch_files;
drop table print_batch_items;
drop table print_batches;
`;
