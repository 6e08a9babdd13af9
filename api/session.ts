import { randomUUID } from 'node:crypto';
import pgStore from 'connect-pg-simple';
import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import { Refusal } from '../domain/refusal.js';
import { sessionSecrets } from '../platform/keys/secrets.js';
import { browserName } from './browser-name.js';
import type { ApiDeps } from './deps.js';

declare module 'express-session' {
  interface SessionData {
    /** What its person knows it by; the cookie holds another. */
    publicId: string;
    browser: string;
    personId: string;
    signedInAtMs: number;
    /** When its person last proved who they are: at the sign-in, or since. */
    provenAtMs: number;
  }
}

const IDLE_MS = 30 * 60_000;
const WHOLE_MS = 12 * 60 * 60_000;

/** Sessions of people in a browser: revocable rows; the cookie is signed, and no script can read it. */
export function sessions(deps: ApiDeps): RequestHandler {
  const { ring, log, config } = deps;
  const secure = config.behindTls ?? false;
  const read = session({
    name: secure ? '__Host-oqr' : 'oqr',
    secret: sessionSecrets(ring),
    store: new (pgStore(session))({
      pool: poolOf(deps),
      tableName: 'sessions',
      errorLog: (...told) => log.warn({ told }, 'sessions could not be pruned'),
    }),
    resave: false,
    saveUninitialized: false,
    rolling: true,
    proxy: secure,
    cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: IDLE_MS },
  });
  return (req, res, next) => (req.headers.authorization === undefined ? read(req, res, next) : next());
}

/**
 * Lends the store connections of the pool that the API has anyway. The only numbers that it binds are seconds of this
 * machine's clock; they become those of the clock that all else goes by.
 */
function poolOf({ db, now }: ApiDeps) {
  const query = async (text: string, values: unknown[]): Promise<unknown> => {
    const aheadSeconds = now ? Math.round((now().getTime() - Date.now()) / 1_000) : 0;
    const moved = values.map((value) => (typeof value === 'number' ? value + aheadSeconds : value));
    const connection = await db.client.acquireConnection();
    try {
      return await connection.query(text, moved);
    } finally {
      await db.client.releaseConnection(connection);
    }
  };
  return { query } as unknown as import('pg').Pool;
}

export interface OpenSession {
  personId: string;
  /** When it ends, however busy it is. */
  endsAt: Date;
  provenAt: Date;
}

/** The session behind a request's cookie, unless it is over. */
export function sessionOf(deps: ApiDeps, req: Request): OpenSession | undefined {
  const { personId, signedInAtMs, provenAtMs = 0 } = req.session ?? {};
  if (personId === undefined || signedInAtMs === undefined) return undefined;
  const endsAt = new Date(signedInAtMs + WHOLE_MS);
  if (endsAt <= nowOf(deps)) return undefined;
  return { personId, endsAt, provenAt: new Date(provenAtMs) };
}

/** Opens a session under a new id: one that was planted before is worth nothing. */
export async function openSession(deps: ApiDeps, req: Request, personId: string): Promise<OpenSession> {
  const signedInAtMs = nowOf(deps).getTime();
  await renewSession(req);
  const [publicId, browser] = [randomUUID(), browserName(req)];
  Object.assign(req.session, { publicId, browser, personId, signedInAtMs, provenAtMs: signedInAtMs });
  await saveSession(req);
  return { personId, endsAt: new Date(signedInAtMs + WHOLE_MS), provenAt: new Date(signedInAtMs) };
}

/** From now on the session counts as freshly proven. */
export async function proveSession(deps: ApiDeps, req: Request): Promise<void> {
  req.session.provenAtMs = nowOf(deps).getTime();
  await saveSession(req);
}

/** When a session was used last, by when it ends idly. */
export const idleSince = (idleEndsAt: Date): Date => new Date(idleEndsAt.getTime() - IDLE_MS);

/** Empties the session of a request and gives it a new id. */
export const renewSession = (req: Request): Promise<void> => settled((done) => req.session.regenerate(done));

export const saveSession = (req: Request): Promise<void> => settled((done) => req.session.save(done));

export const nowOf = (deps: ApiDeps): Date => deps.now?.() ?? new Date();

export async function endSession(req: Request): Promise<void> {
  if (req.session) await settled((done) => req.session.destroy(done));
}

const settled = (deed: (done: (error?: unknown) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => deed((error) => (error ? reject(error) : resolve())));

/** Refuses what a page of another site made a browser send. Without a cookie there is nothing to borrow. */
export function refuseForeignOrigin(req: Request, { mayBeSilent }: { mayBeSilent: boolean }): void {
  const { origin, host, 'sec-fetch-site': site } = req.headers;
  if (origin === undefined && site === undefined && mayBeSilent) return;
  const ours = origin === undefined ? site === 'same-origin' : hostOf(origin) === host;
  if (!ours || (site !== undefined && site !== 'same-origin')) throw new Refusal('foreign_origin');
}

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;
