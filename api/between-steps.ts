import type { Request } from 'express';
import type { ApiDeps } from './deps.js';
import { nowOf, renewSession, saveSession } from './session.js';

declare module 'express-session' {
  interface SessionData {
    /** Whose password was proven, and waits for a second factor. */
    half: { personId: string; atMs: number };
    /** What a passkey is asked to sign. */
    challenge: { value: string; atMs: number };
    /** What an OpenID provider was asked. */
    oidc: OidcAsked & { atMs: number };
  }
}

/** What the answer of an OpenID provider is held against. */
export interface OidcAsked {
  state: string;
  nonce: string;
  verifier: string;
}

/** A step that is not taken within five minutes begins anew. */
const STEP_MS = 5 * 60_000;

/** Remembers, under a new id, whose password was proven: nobody is signed in by it. */
export async function holdHalf(deps: ApiDeps, req: Request, personId: string): Promise<void> {
  await renewSession(req);
  req.session.half = { personId, atMs: nowOf(deps).getTime() };
  await saveSession(req);
}

/** Whose second factor is waited for. */
export function halfOf(deps: ApiDeps, req: Request): string | undefined {
  const half = req.session?.half;
  return half && isRecent(deps, half.atMs) ? half.personId : undefined;
}

export async function setChallenge(deps: ApiDeps, req: Request, value: string): Promise<void> {
  req.session.challenge = { value, atMs: nowOf(deps).getTime() };
  await saveSession(req);
}

/** The challenge of this browser, which is gone with that: every answer needs one of its own. */
export async function takeChallenge(deps: ApiDeps, req: Request): Promise<string | undefined> {
  const { challenge } = req.session;
  if (!challenge) return undefined;
  delete req.session.challenge;
  await saveSession(req);
  return isRecent(deps, challenge.atMs) ? challenge.value : undefined;
}

export async function setAsked(deps: ApiDeps, req: Request, asked: OidcAsked): Promise<void> {
  req.session.oidc = { ...asked, atMs: nowOf(deps).getTime() };
  await saveSession(req);
}

/** What this browser's provider was asked, which is gone with that: it is answered once. */
export async function takeAsked(deps: ApiDeps, req: Request): Promise<OidcAsked | undefined> {
  const { oidc } = req.session;
  if (!oidc) return undefined;
  delete req.session.oidc;
  await saveSession(req);
  return isRecent(deps, oidc.atMs) ? oidc : undefined;
}

const isRecent = (deps: ApiDeps, atMs: number): boolean => nowOf(deps).getTime() - atMs < STEP_MS;
