/** How good the symbol of an issued code was, and who printed a code on what, when and how often (P2.2.2, P2.3.1). */
export const up = `
alter table issue_records
  add column grade text check (grade in ('A', 'B', 'C', 'D', 'F')),
  add column grade_parts jsonb;
comment on column issue_records.grade is 'indicative, in the manner of ISO/IEC 15415, of the symbol as drawn; null before it was graded';

create table code_prints (
  id uuid primary key,
  order_id uuid not null references orders (id),
  code_id uuid not null references codes (id),
  preset text not null,
  format text not null check (format in ('svg', 'png', 'pdf', 'zpl')),
  copies int not null check (copies between 1 and 100),
  printed_by text not null references people (id),
  printed_at timestamptz(3) not null default clock_timestamp()
);
comment on table code_prints is 'what people took to a printer; whether paper came out, nobody tells';
create index code_prints_by_order on code_prints (order_id, printed_at);

grant select on code_prints to oqr_api, oqr_worker;
grant insert on code_prints to oqr_api;
`;

export const down = `
drop table code_prints;
alter table issue_records drop column grade_parts, drop column grade;
`;
