import { randomUUID } from 'node:crypto';
import { type ImportRow, importById, refusalsOf, startImport } from '../../db/imports.js';
import { log } from '../../db/log.js';
import type { Seeing } from '../../db/scope.js';
import type { Db } from '../../db/sql.js';
import type { Actor } from '../../domain/facts.js';
import { Refusal } from '../../domain/refusal.js';
import { type Mapping, mappingSchema } from '../../intake/mapping.js';
import { PRESETS } from '../../intake/presets.js';
import type { Routes } from '../contract/routes.js';
import { iso, isoOrNull } from '../faces.js';
import type { Read, Upload } from '../handler.js';
import { type Once, onceIfKeyed } from '../idempotency.js';
import { importOrders } from '../importing.js';
import { Malformed, malformed } from '../malformed.js';
import { numberAfter } from '../paging.js';
import { refuseUnwanted } from '../request.js';

/** Takes a file in as it arrives and answers with the report; a key sent again answers for the import it began. */
export const take: Upload<Routes['importOrders']> = async (deps, { query, headers, caller }, file) => {
  const { maxImportBytes: maxBytes } = deps.config;
  if (file.declaredBytes > maxBytes) throw new Refusal('body_too_large', { maxBytes });
  const mapping = mappingOf(query.preset, headers['import-map']);
  const { actor, id: personId } = caller.person;
  const notify = query.notify === 'true';
  const dryRun = query.dry_run === 'true';
  const job = { id: randomUUID(), personId, preset: mapping.name, notify, dryRun };
  const id = await begin(deps.db, job, actor, file.once);
  if (id === job.id) {
    const { delimiter, encoding, date_format: dateFormat } = query;
    const read = { mapping, delimiter, encoding, dateFormat };
    await importOrders(deps, { id, actor, seeing: caller.person, read, notify, dryRun }, file.bytes);
    const detail = counts(await known(deps.db, caller.person, id));
    await log(deps.db, { actor, action: 'import_finished', detail: { importId: id, ...detail } });
  }
  return { status: 200, body: report(await known(deps.db, caller.person, id)) };
};

export const show: Read<Routes['showImport']> = async (deps, { params, caller }) => ({
  status: 200,
  body: report(await known(deps.db, caller.person, params.importId)),
});

export const refusals: Read<Routes['listImportRefusals']> = async (deps, { params, query, caller }) => {
  const { id } = await known(deps.db, caller.person, params.importId);
  const found = await refusalsOf(deps.db, id, query.limit + 1, numberAfter(query));
  const items = found.slice(0, query.limit).map(({ number, rowNumbers, orderNo, code, columnName }) => ({
    ...{ number, orderNo, code },
    rows: rowNumbers,
    column: columnName,
  }));
  const next = found.length > query.limit ? items.at(-1)?.number : undefined;
  return { status: 200, body: { items, ...(next !== undefined && { next: String(next) }) } };
};

/** Begins an import, and stores its id under the key; gives the id of the import that the key began first. */
async function begin(
  db: Db,
  job: Pick<ImportRow, 'id' | 'personId' | 'preset' | 'notify' | 'dryRun'>,
  actor: Actor,
  key: Once | undefined,
): Promise<string> {
  const start = async (tx: Db) => {
    const { preset, notify, dryRun } = job;
    await startImport(tx, job);
    await log(tx, { actor, action: 'import_started', detail: { importId: job.id, preset, notify, dryRun } });
    return { status: 200, body: { id: job.id } };
  };
  const { body } = await onceIfKeyed(db, key, start);
  return typeof body === 'object' && body !== null && 'id' in body ? String(body.id) : job.id;
}

async function known(db: Db, person: Seeing, id: string): Promise<ImportRow> {
  const found = await importById(db, person, id);
  if (!found) throw new Refusal('import_unknown');
  return found;
}

const counts = ({ bytes, rowsRead, accepted, unchanged, refused }: ImportRow) => ({
  ...{ bytes, rowsRead, accepted, unchanged, refused },
});

function report(row: ImportRow) {
  const { id, status, preset, notify, dryRun, errorCode } = row;
  return {
    ...{ id, status, preset, notify, dryRun, errorCode },
    ...counts(row),
    startedAt: iso(row.startedAt),
    finishedAt: isoOrNull(row.finishedAt),
  };
}

/** A mapping that comes with the product, or the caller's own. */
function mappingOf(preset: string | undefined, given: string | undefined): Mapping {
  if (given === undefined) {
    const mapping = Object.hasOwn(PRESETS, preset ?? '') ? PRESETS[preset ?? ''] : undefined;
    if (!mapping) throw new Refusal('mapping_unknown', { presets: Object.keys(PRESETS) });
    return mapping;
  }
  const parsed = mappingSchema.safeParse(decoded(given));
  if (!parsed.success) throw malformed('headers', parsed.error.issues);
  return parsed.data;
}

function decoded(given: string): unknown {
  try {
    const mapping: unknown = JSON.parse(Buffer.from(given, 'base64url').toString('utf8'));
    refuseUnwanted('headers', mapping);
    return mapping;
  } catch (error) {
    if (error instanceof Malformed) throw error;
    throw new Malformed([
      { in: 'headers', path: 'Import-Map', rule: 'json', message: 'not base64url of JSON' },
    ]);
  }
}
