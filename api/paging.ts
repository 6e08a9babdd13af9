import { readCursor } from '../db/sql.js';
import { Malformed } from './malformed.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The cursor of a list in time, or undefined for its first page; one that no page named is refused. */
export function cursorOf({ cursor }: { cursor?: string | undefined }): string | undefined {
  if (cursor === undefined) return undefined;
  const [moment, id] = readCursor(cursor) ?? [];
  const ours = moment !== undefined && !Number.isNaN(Date.parse(moment)) && UUID.test(id ?? '');
  if (!ours) throw notACursor();
  return cursor;
}

/** The cursor of a numbered list; 0 for its first page. */
export function numberAfter({ cursor }: { cursor?: string | undefined }): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor)) throw notACursor();
  return Number(cursor);
}

export const notACursor = () =>
  new Malformed([{ in: 'query', path: 'cursor', rule: 'cursor', message: 'not a cursor of this list' }]);
