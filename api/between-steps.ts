import type { Request } from 'express';
import type { ApiDeps } from './deps.js';
import { nowOf, renewSession, saveSession } from './session.js';

declare module 'express-session' {
  interface SessionData {
    /** Whose password was proven, and waits for a second factor. */
    half: { personId: string; atMs: number };
    /** What a passkey is asked to sign. */
    challenge: { value: string; atMs: number };
  }
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

const isRecent = (deps: ApiDeps, atMs: number): boolean => nowOf(deps).getTime() - atMs < STEP_MS;
