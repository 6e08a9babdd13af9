/** What a scan may be for, of what the server knows. */
export const PURPOSES = ['look', 'receive', 'confirm'] as const;
export type Purpose = (typeof PURPOSES)[number];
