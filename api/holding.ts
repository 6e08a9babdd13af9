import { createHash, randomBytes } from 'node:crypto';
import type { Request } from 'express';
import { type CustomerSession, customerSession } from '../db/customer-sessions.js';
import { lockOrder } from '../db/orders.js';
import type { Tx } from '../db/sql.js';
import { Refusal } from '../domain/refusal.js';
import type { ApiDeps } from './deps.js';
import { type InHand, withFacts } from './recording.js';
import { refuseForeignOrigin } from './session.js';

/** Whoever opened the customer's page with a live code: a cookie of its own, bound to that one code (P3.1.3). */
export type HeldCode = CustomerSession;

const LASTS_MS = 3_600_000;
const ID_BYTES = 32;

const cookieName = ({ config }: ApiDeps): string =>
  (config.behindTls ?? false) ? '__Host-oqr-customer' : 'oqr-customer';

/** The code behind a request's cookie; refused without one, or before the second proof where that is asked for. */
export async function heldCode(deps: ApiDeps, req: Request, right: 'holder' | 'customer'): Promise<HeldCode> {
  const idHash = cookieOf(deps, req);
  if (idHash && req.method !== 'GET') refuseForeignOrigin(req, { mayBeSilent: false });
  const held = idHash && (await customerSession(deps.db, idHash));
  if (!held) throw new Refusal('customer_session_missing');
  if (right === 'customer' && held.provenBy === null) throw new Refusal('proof_required');
  return held;
}

/** Locks the order of a code and reads its history. */
export async function heldOrder(tx: Tx, { orderId }: HeldCode): Promise<InHand> {
  const row = await lockOrder(tx, orderId);
  if (!row) throw new Error('heldOrder: a session without its order');
  return withFacts(tx, row);
}

/** The hash of what the cookie holds. */
export function cookieOf(deps: ApiDeps, req: Request): Buffer | undefined {
  const name = cookieName(deps);
  const found = (req.headers.cookie ?? '').split(/;\s*/).find((one) => one.startsWith(`${name}=`));
  return found === undefined ? undefined : hashOf(found.slice(name.length + 1));
}

const hashOf = (id: string): Buffer => createHash('sha256').update(id).digest();

/** Gives a browser a new id, and answers with its hash, which alone is kept. */
export function giveCookie(deps: ApiDeps, req: Request): Buffer {
  const id = randomBytes(ID_BYTES).toString('base64url');
  req.res?.cookie(cookieName(deps), id, { ...attributes(deps), maxAge: LASTS_MS });
  return hashOf(id);
}

export function takeCookie(deps: ApiDeps, req: Request): void {
  req.res?.clearCookie(cookieName(deps), attributes(deps));
}

const attributes = ({ config }: ApiDeps) => ({
  httpOnly: true,
  sameSite: 'strict' as const,
  secure: config.behindTls ?? false,
  path: '/',
});
