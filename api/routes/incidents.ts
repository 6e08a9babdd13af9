import {
  type IncidentRow,
  incidentOf,
  listIncidents,
  noteKeyFor,
  rootCausesByWeek,
  trendsOf,
  writeNote,
} from '../../db/incidents.js';
import { log } from '../../db/log.js';
import { activePerson } from '../../db/people.js';
import type { Seeing } from '../../db/scope.js';
import { readCursor } from '../../db/sql.js';
import { Refusal } from '../../domain/refusal.js';
import { newDataKey, openJson, sealJson, unwrapKey, wrapKey } from '../../platform/keys/envelope.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import { iso } from '../faces.js';
import type { Act, Read } from '../handler.js';
import { Malformed } from '../malformed.js';

export const list: Read<Routes['listIncidents']> = async (deps, { query, caller: { person } }) => {
  const { step, status, text, assignedTo, limit } = query;
  const filter = {
    person,
    ...(step && { step }),
    ...(status && { status }),
    ...(text && { text: text.replace(/[\\%_]/g, '\\$&') }),
    ...(assignedTo && { assignedTo: assignedTo === NOBODY ? null : assignedTo }),
  };
  const { items, next } = await listIncidents(deps.db, filter, limit, causeCursor(query.cursor));
  return { status: 200, body: { items: await faces(deps, person, items), ...(next && { next }) } };
};

export const show: Read<Routes['showIncident']> = async (deps, { params, caller }) => {
  const found = await incidentOf(deps.db, caller.person, params.causeKey);
  const [face] = found ? await faces(deps, caller.person, [found]) : [];
  if (!face) throw new Refusal('incident_unknown');
  return { status: 200, body: face };
};

/** The known fix of a cause and who has it; a note that somebody changed meanwhile is not overwritten. */
export const edit: Act<Routes['editIncident']> = async (tx, deps, { params, body, caller }) => {
  const { causeKey } = params;
  const { person } = caller;
  const { assignedTo, knownFix } = body;
  if (!(await incidentOf(tx, person, causeKey))) throw new Refusal('incident_unknown');
  if (assignedTo !== null && !(await activePerson(tx, assignedTo))) throw new Refusal('person_unknown');
  const offered = {
    causeKey,
    editedBy: person.id,
    ...wrapKey(deps.ring, newDataKey(), keyContext(causeKey)),
  };
  const kept = await noteKeyFor(tx, offered);
  if (body.version !== (kept.isNew ? 0 : kept.version)) throw new Refusal('version_stale');
  const version = kept.isNew ? 1 : kept.version + 1;
  const key = unwrapKey(deps.ring, kept, keyContext(causeKey));
  const fixSealed = knownFix === null ? null : sealJson(key, knownFix, fixContext(causeKey));
  await writeNote(tx, { causeKey, assignedTo, fixSealed, editedBy: person.id, version });
  await log(tx, {
    actor: person.actor,
    action: 'incident_note_written',
    detail: { causeKey, version, assignedTo },
  });
  return { status: 201, body: { causeKey, version } };
};

export const statistics: Read<Routes['showCaseStatistics']> = async (deps, { query, caller }) => {
  const items = await rootCausesByWeek(deps.db, caller.person, query.weeks);
  return {
    status: 200,
    body: {
      items: items.map(({ kind, ...item }) => ({
        ...item,
        kind: kind === 'business' ? ('business' as const) : ('technical' as const),
      })),
    },
  };
};

const NOBODY = 'nobody';
const keyContext = (causeKey: string): string => `incident_notes:${causeKey}`;
const fixContext = (causeKey: string): string => `incident_notes.fix:${causeKey}`;

async function faces(deps: ApiDeps, person: Seeing, items: readonly IncidentRow[]) {
  const trends = await trendsOf(
    deps.db,
    person,
    items.map(({ causeKey }) => causeKey),
  );
  return items.map(({ kekId, wrapped, fixSealed, ...item }) => ({
    ...item,
    firstSeenAt: iso(item.firstSeenAt),
    lastSeenAt: iso(item.lastSeenAt),
    trend: trends.get(item.causeKey) ?? [],
    knownFix:
      kekId && wrapped && fixSealed
        ? String(
            openJson(
              unwrapKey(deps.ring, { kekId, wrapped }, keyContext(item.causeKey)),
              fixSealed,
              fixContext(item.causeKey),
            ),
          )
        : null,
  }));
}

/** The cursor of causes: when the last one failed, and its key. */
function causeCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const [seenAt, causeKey] = readCursor(cursor) ?? [];
  if (seenAt !== undefined && !Number.isNaN(Date.parse(seenAt)) && /^[0-9a-f]{16}$/.test(causeKey ?? ''))
    return cursor;
  throw new Malformed([
    { in: 'query', path: 'cursor', rule: 'cursor', message: 'not a cursor of this list' },
  ]);
}
