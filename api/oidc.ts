import type { Request } from 'express';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { Refusal } from '../domain/refusal.js';
import { setAsked, takeAsked } from './between-steps.js';
import type { ApiDeps, OidcSettings } from './deps.js';
import { originOf } from './relying-party.js';

/** The page of the web that a provider sends people back to. */
const ANSWER_PAGE = '/app/sign-in/answer';
const DISCOVERY_SECONDS = 10;

/** Where a browser goes to be vouched for; what must come back is remembered in its session. */
export async function oidcAddress(deps: ApiDeps, req: Request): Promise<string> {
  const provider = await providerOf(deps);
  const asked = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
  await setAsked(deps, req, asked);
  const address = buildAuthorizationUrl(provider, {
    redirect_uri: `${originOf(deps, req)}${ANSWER_PAGE}`,
    scope: 'openid',
    state: asked.state,
    nonce: asked.nonce,
    code_challenge: await calculatePKCECodeChallenge(asked.verifier),
    code_challenge_method: 'S256',
  });
  return address.href;
}

/** Whom the provider speaks of; undefined when the answer is not one to what this browser asked. */
export async function vouchedFor(
  deps: ApiDeps,
  req: Request,
  answer: string,
): Promise<{ issuer: string; subject: string } | undefined> {
  const provider = await providerOf(deps);
  const asked = await takeAsked(deps, req);
  if (!asked) return undefined;
  const page = new URL(`${originOf(deps, req)}${ANSWER_PAGE}?${answer}`);
  const checks = {
    expectedState: asked.state,
    expectedNonce: asked.nonce,
    pkceCodeVerifier: asked.verifier,
    idTokenExpected: true,
  };
  const claims = await authorizationCodeGrant(provider, page, checks).then(
    (tokens) => tokens.claims(),
    (error: unknown) => {
      deps.log.info({ why: whyNot(error) }, 'an OpenID answer was not believed');
      return undefined;
    },
  );
  return claims && { issuer: claims.iss, subject: claims.sub };
}

/** The kind of an error alone: what it says may hold codes and claims. */
const whyNot = (error: unknown): string =>
  error instanceof Error ? `${error.name} ${'code' in error ? String(error.code) : ''}` : 'unknown';

const providers = new WeakMap<OidcSettings, Promise<Configuration>>();

/** Asked of the provider once; a provider that does not answer is asked again the next time. */
async function providerOf({ config: { oidc } }: ApiDeps): Promise<Configuration> {
  if (!oidc) throw new Refusal('oidc_off');
  const known = providers.get(oidc);
  if (known !== undefined) return known;
  const { issuer, clientId, clientSecret } = oidc;
  const insecure = issuer.startsWith('http:') ? { execute: [allowInsecureRequests] } : {};
  const found = discovery(new URL(issuer), clientId, clientSecret, undefined, {
    ...insecure,
    timeout: DISCOVERY_SECONDS,
  });
  providers.set(oidc, found);
  return found.catch(() => {
    providers.delete(oidc);
    throw new Refusal('oidc_unreachable');
  });
}
