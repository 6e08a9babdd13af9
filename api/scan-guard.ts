import type { CodeRow } from '../db/codes.js';
import { countUnknownScan, log } from '../db/log.js';
import { type CountedKey, type CountedKind, countScan } from '../db/scan-guard.js';
import type { Sighting } from '../db/sightings.js';
import { FIRST_GUARD, type ScanGuard } from '../domain/abuse.js';
import { Refusal } from '../domain/refusal.js';
import { blindIndex } from '../platform/keys/envelope.js';
import type { Routes } from './contract/routes.js';
import type { ApiDeps } from './deps.js';
import { addressKey, STRANGER } from './principal.js';
import type { RequestOf } from './request.js';

type Scan = Pick<RequestOf<Routes['scan']>, 'body' | 'caller'>;

/**
 * Counts a scan by its text, address, device and account in the database, where every process sees it and no restart
 * forgets, and refuses one too many. Strangers alone are held to what their text and address did (P3.3.2).
 */
export async function guardScan(deps: ApiDeps, { body, caller }: Scan): Promise<void> {
  const { counts, guard: inForce } = await countScan(deps.db, keysOf(deps, { body, caller }));
  const guard = guardOf(deps, inForce);
  const stranger = caller.person === undefined;
  const blocked = stranger ? counts.find(({ blockedUntil }) => blockedUntil !== null)?.blockedUntil : null;
  const over = counts.some(
    ({ kind, count }) => count > LIMIT_OF[kind](guard) && (stranger || !OF_STRANGERS.includes(kind)),
  );
  if (!blocked && !over) return;
  await noteRefused(deps, { body, caller });
  if (!blocked) throw new Refusal('too_many_requests', { retryAfterSeconds: SECONDS });
  const now = deps.now?.() ?? new Date();
  const retryAfterSeconds = Math.max(1, Math.ceil((blocked.getTime() - now.getTime()) / 1000));
  throw new Refusal('scan_blocked', { retryAfterSeconds });
}

/** The same text under any spelling is one key. */
export const tokenKeyOf = (deps: Pick<ApiDeps, 'ring'>, token: string): Buffer =>
  blindIndex(deps.ring, 'scan/token', token.trim().replace(/^.*#/s, '').toUpperCase());

const deviceKeyOf = (deps: Pick<ApiDeps, 'ring'>, device: string | undefined): Buffer | null =>
  device === undefined ? null : blindIndex(deps.ring, 'scan/device', device);

/** A scan as it is kept for a while, to find misuse by. */
export function sightingOf(
  deps: ApiDeps,
  { body, caller }: Scan,
  { verdict, code }: { verdict: string; code: CodeRow | undefined },
): Sighting {
  return {
    addressKey: addressKey(deps, 'scan', caller.address),
    tokenKey: tokenKeyOf(deps, body.token),
    deviceKey: deviceKeyOf(deps, body.device),
    place: body.place?.slice(0, caller.person ? 4 : 3) ?? null,
    personId: caller.person?.id ?? null,
    ...{ orderId: code?.orderId ?? null, issueNo: code?.issueNo ?? null },
    ...{ verdict, purpose: body.purpose },
  };
}

const SECONDS = 60;
const OF_STRANGERS: readonly CountedKind[] = ['token', 'address'];
const LIMIT_OF: Readonly<Record<CountedKind, (guard: ScanGuard) => number>> = {
  token: (guard) => guard.tokenPerMinute,
  address: (guard) => guard.addressPerMinute,
  device: (guard) => guard.devicePerMinute,
  account: (guard) => guard.accountPerMinute,
};

function keysOf(deps: ApiDeps, { body, caller }: Scan): CountedKey[] {
  const device = deviceKeyOf(deps, body.device);
  const { person, address } = caller;
  return [
    { kind: 'token', key: tokenKeyOf(deps, body.token) },
    { kind: 'address', key: addressKey(deps, 'scan', address) },
    ...(device ? [{ kind: 'device', key: device } as const] : []),
    ...(person ? [{ kind: 'account', key: blindIndex(deps.ring, 'scan/account', person.id) } as const] : []),
  ];
}

/** The policy in force, unless this process was told otherwise. */
function guardOf({ config }: ApiDeps, inForce: Partial<ScanGuard> | undefined): ScanGuard {
  const { strangersScansPerMinute: told } = config;
  return {
    ...FIRST_GUARD,
    ...inForce,
    ...(told !== undefined && { addressPerMinute: told }),
  };
}

/** Logged once per address and minute: a flood must not fill the log. */
async function noteRefused(deps: ApiDeps, { caller }: Scan): Promise<void> {
  if (!(await countUnknownScan(deps.db, addressKey(deps, 'scan_refused', caller.address)))) return;
  await log(deps.db, { actor: caller.person?.actor ?? STRANGER, action: 'scan_refused' });
}
