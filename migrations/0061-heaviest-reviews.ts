/** The review to take next is found among the heaviest, not by weighing all that is open. */
export const up = `
create index reviews_by_weight on reviews (weight desc, opened_at, id) include (order_due_at) where status = 'open';
`;

export const down = `
drop index reviews_by_weight;
`;
