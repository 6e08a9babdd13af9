/** What a scan on the scan page may be for, of what the server knows. */
export const PURPOSES = ['look', 'receive', 'confirm'] as const;
/** What the screens of the warehouse and of the till scan for. */
export const STATIONS = ['handle', 'till'] as const;
export type Purpose = (typeof PURPOSES)[number] | (typeof STATIONS)[number];
