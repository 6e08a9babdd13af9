/** What people made of an alert about scans, so that a second one need not look into it again (P3.3.2). */
export const up = `
create table scan_alert_reviews (
  alert_id uuid primary key references scan_alerts (id),
  reviewed_by text not null references people (id),
  finding text not null check (finding in ('misuse', 'harmless')),
  reviewed_at timestamptz(3) not null default clock_timestamp()
);
comment on table scan_alert_reviews is 'one an alert, and final: whoever comes second reads what the first has found';

grant select on scan_alert_reviews to oqr_api;
grant insert (alert_id, reviewed_by, finding) on scan_alert_reviews to oqr_api;
`;

export const down = `
drop table scan_alert_reviews;
`;
