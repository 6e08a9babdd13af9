import { isIP } from 'node:net';
import type { Request } from 'express';
import { Refusal } from '../domain/refusal.js';
import type { ApiDeps } from './deps.js';

/** Where people open this house, as passkeys and OpenID providers know it. */
export interface RelyingParty {
  origin: string;
  /** The host that passkeys belong to. */
  host: string;
}

/** By the setting, or else by the address that was asked; passkeys belong to names, never to numbers. */
export function relyingParty({ config }: ApiDeps, req: Request): RelyingParty | undefined {
  const address = addressOf(config, req);
  if (!URL.canParse(address)) return undefined;
  const { origin, hostname } = new URL(address);
  const numbered = isIP(hostname.replaceAll(/[[\]]/g, '')) !== 0;
  return numbered ? undefined : { origin, host: hostname };
}

/** Scheme, host and port under which people open this house. */
export const originOf = ({ config }: ApiDeps, req: Request): string => new URL(addressOf(config, req)).origin;

const addressOf = (config: ApiDeps['config'], req: Request): string =>
  config.publicUrl ?? `${config.behindTls ? 'https' : 'http'}://${req.headers.host ?? 'localhost'}`;

export function needRelyingParty(deps: ApiDeps, req: Request): RelyingParty {
  const party = relyingParty(deps, req);
  if (!party) throw new Refusal('passkey_unavailable');
  return party;
}
