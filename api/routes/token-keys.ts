import { randomUUID } from 'node:crypto';
import {
  type CompromiseProgress,
  compromiseOfKey,
  compromises,
  type ExposedKey,
  exposedOrders,
  exposure,
  insertCompromise,
  liveCodesPerKey,
} from '../../db/key-compromises.js';
import { log } from '../../db/log.js';
import { readCursor } from '../../db/sql.js';
import { Refusal } from '../../domain/refusal.js';
import type { TokenKeyFile } from '../../platform/keys/token-key-file.js';
import { presetsIn } from '../../qr/presets.js';
import { currentKey, type TokenKey } from '../../qr/token.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import { iso, isoOrNull } from '../faces.js';
import type { Act, Read } from '../handler.js';
import { notACursor } from '../paging.js';
import { needStepUp } from '../step-up.js';

const MOST_DAYS_AHEAD = 30;
const DAY_MS = 86_400_000;

export const list: Read<Routes['listTokenKeys']> = async (deps) => {
  const live = await liveCodesPerKey(deps.db);
  const items = deps.tokenKeys.keys
    .toSorted((a, b) => b.keyId - a.keyId)
    .map((key) => ({
      ...{ keyId: key.keyId, profile: key.profile, createdAt: key.createdAt },
      current: currentKey(deps.tokenKeys, key.profile).keyId === key.keyId,
      retiredAt: key.retiredAt ?? null,
      compromisedAt: key.compromisedAt ?? null,
      liveCodes: live.get(key.keyId) ?? 0,
    }));
  return { status: 200, body: { items } };
};

/** The file is changed last: a row of the log may tell of a key that was never made, and never the other way. */
export const rotate: Act<Routes['rotateTokenKey']> = async (tx, deps, { body, caller }) => {
  await needStepUp(deps, caller.person);
  const { profile } = body;
  await log(tx, { actor: caller.person.actor, action: 'token_key_rotated', detail: { profile } });
  return { status: 201, body: { keyId: changed(deps, (file) => file.rotate(profile)) } };
};

export const preview: Read<Routes['previewExposure']> = async (deps, { params, query }) => {
  const key = exposedKey(deps, keyOf(deps, params.keyId));
  const { open, closed, byState } = await exposure(deps.db, key);
  if (query.cursor !== undefined && !readCursor(query.cursor)) throw notACursor();
  const found = await exposedOrders(deps.db, key, {
    ...{ open: query.which === 'open', limit: query.limit, cursor: query.cursor },
  });
  const items = found.items.map((order) => ({ ...order, issuedAt: iso(order.issuedAt) }));
  const orders = { items, ...(found.next !== undefined && { next: found.next }) };
  return { status: 200, body: { keyId: key.keyId, profile: key.profile, open, closed, byState, orders } };
};

/** A key in other hands mints no more, is refused from its date on, and its open orders are issued anew (P5.3.2). */
export const declare: Act<Routes['declareCompromise']> = async (tx, deps, { params, body, caller }) => {
  await needStepUp(deps, caller.person);
  const found = keyOf(deps, params.keyId);
  const at = new Date(body.at);
  const now = deps.now?.() ?? new Date();
  if (at.getTime() > now.getTime() + MOST_DAYS_AHEAD * DAY_MS) throw new Refusal('compromise_date');
  if (found.compromisedAt !== undefined || (await compromiseOfKey(tx, found.keyId)))
    throw new Refusal('key_compromised');
  const key = exposedKey(deps, found);
  const { open, closed } = await exposure(tx, key);
  if (open !== body.seen) throw new Refusal('exposure_changed', { open });
  const id = randomUUID();
  const successorId = changed(deps, (file) => {
    const successor = found.retiredAt === undefined ? file.rotate(found.profile) : null;
    file.compromise(found.keyId, at);
    return successor;
  });
  await insertCompromise(tx, {
    ...{ id, keyId: found.keyId, profile: found.profile, compromisedAt: at, successorId },
    ...{ keyFrom: key.from, keyUntil: key.until },
    ...{ declaredBy: caller.person.id, department: caller.person.department },
  });
  await log(tx, {
    actor: caller.person.actor,
    action: 'key_compromise_declared',
    detail: { id, keyId: found.keyId, at: at.toISOString(), open, closed, successorId },
  });
  return { status: 201, body: { id, open, closed, successorId } };
};

export const listCompromises: Read<Routes['listCompromises']> = async (deps) => {
  const found = await compromises(deps.db);
  return { status: 200, body: { items: await Promise.all(found.map((one) => faceOf(deps, one))) } };
};

async function faceOf(deps: ApiDeps, one: CompromiseProgress) {
  const { keyFrom: from, keyUntil: until, keyId, profile, finishedAt, declaredAt, compromisedAt } = one;
  const { open, closed } = await exposure(deps.db, {
    keyId,
    profile,
    from,
    until,
    presets: presetsIn(profile),
  });
  const { id, successorId, declaredBy, asked, renewed, ended } = one;
  return {
    ...{ id, keyId, profile, successorId, declaredBy, asked, renewed, ended, closed, left: open },
    ...{ compromisedAt: iso(compromisedAt), declaredAt: iso(declaredAt), finishedAt: isoOrNull(finishedAt) },
  };
}

function keyOf({ tokenKeys }: ApiDeps, keyId: number): TokenKey {
  const key = tokenKeys.keys.find((one) => one.keyId === keyId);
  if (!key) throw new Refusal('key_unknown');
  return key;
}

function exposedKey(deps: ApiDeps, { keyId, profile, createdAt, retiredAt }: TokenKey): ExposedKey {
  const until = retiredAt === undefined ? (deps.now?.() ?? new Date()) : new Date(retiredAt);
  return { keyId, profile, from: new Date(createdAt), until, presets: presetsIn(profile) };
}

/** Changes the file of the keys, or says that this process may not. */
function changed<Answer>({ keyFile }: ApiDeps, edit: (file: TokenKeyFile) => Answer): Answer {
  if (!keyFile) throw new Refusal('keys_read_only');
  try {
    return edit(keyFile);
  } catch (error) {
    if (isReadOnly(error)) throw new Refusal('keys_read_only');
    throw error;
  }
}

const READ_ONLY = ['EACCES', 'EPERM', 'EROFS'];
const isReadOnly = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && READ_ONLY.includes(String(error.code));
