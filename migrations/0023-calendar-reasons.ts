/** Why a day of the calendar differs from its weekday. */
export const up = `
alter table calendar_days add column reason text check (length(reason) between 1 and 100);
comment on column calendar_days.reason is 'why: a code word where it came with a year, free text where somebody wrote it';
grant update (reason) on calendar_days to oqr_api;
`;

export const down = `
alter table calendar_days drop column reason;
`;
