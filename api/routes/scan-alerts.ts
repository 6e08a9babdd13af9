import { alerts } from '../../db/scan-guard.js';
import type { Routes } from '../contract/routes.js';
import { iso, isoOrNull } from '../faces.js';
import type { Read } from '../handler.js';
import { cursorOf } from '../paging.js';

export const list: Read<Routes['listScanAlerts']> = async ({ db }, { query, caller }) => {
  const { items, next } = await alerts(db, caller.person, query.limit, cursorOf(query));
  const faces = items.map(({ seenAt, blockedUntil, ...alert }) => ({
    ...alert,
    ...{ seenAt: iso(seenAt), blockedUntil: isoOrNull(blockedUntil) },
  }));
  return { status: 200, body: { items: faces, ...(next && { next }) } };
};
