import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Request } from 'express';
import { countPasskey, type Passkey, passkeyOf, passkeysOf } from '../db/passkeys.js';
import { blindIndex } from '../platform/keys/envelope.js';
import { setChallenge, takeChallenge } from './between-steps.js';
import type { Assertion, Attestation } from './contract/second-proof.js';
import type { ApiDeps } from './deps.js';
import { needRelyingParty } from './relying-party.js';

/** A passkey signs in alone: it is had, and its holder is verified by it. Neither is ever waived. */
const VERIFIED = { requireUserVerification: true } as const;

/** Asks a browser for a signature of a person's passkeys, or of whichever it has. */
export async function askAssertion(deps: ApiDeps, req: Request, personId: string | undefined) {
  const { host } = needRelyingParty(deps, req);
  const known = personId === undefined ? [] : await passkeysOf(deps.db, personId);
  const options = await generateAuthenticationOptions({
    rpID: host,
    userVerification: 'required',
    allowCredentials: known.map(({ credentialId, transports }) => credentialOf(credentialId, transports)),
  });
  await setChallenge(deps, req, options.challenge);
  return options;
}

/** The passkey that signed this browser's challenge, used now; undefined when anything about it is not right. */
export async function assertedPasskey(
  deps: ApiDeps,
  req: Request,
  response: Assertion,
): Promise<Passkey | undefined> {
  const party = needRelyingParty(deps, req);
  const expectedChallenge = await takeChallenge(deps, req);
  const passkey = await passkeyOf(deps.db, response.id);
  if (!passkey || expectedChallenge === undefined) return undefined;
  const { credentialId, transports } = passkey;
  const verified = await believed(
    verifyAuthenticationResponse({
      ...VERIFIED,
      response: response as unknown as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
      expectedChallenge,
      expectedOrigin: party.origin,
      expectedRPID: party.host,
      credential: {
        ...credentialOf(credentialId, transports),
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.counter,
      },
    }),
  );
  if (!verified?.verified) return undefined;
  const counter = verified.authenticationInfo.newCounter;
  return (await countPasskey(deps.db, { id: passkey.id, counter })) ? passkey : undefined;
}

/** Asks a browser to make a passkey; its user id is opaque, since browsers keep and show it. */
export async function askAttestation(
  deps: ApiDeps,
  req: Request,
  person: { id: string; displayName: string },
) {
  const { host } = needRelyingParty(deps, req);
  const known = await passkeysOf(deps.db, person.id);
  const options = await generateRegistrationOptions({
    rpName: 'Order QR',
    rpID: host,
    userName: person.id,
    userDisplayName: person.displayName,
    userID: new Uint8Array(blindIndex(deps.ring, 'passkey/user', person.id)),
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId, transports }) => credentialOf(credentialId, transports)),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  });
  await setChallenge(deps, req, options.challenge);
  return options;
}

/** The passkey that a browser made for this challenge, or undefined. */
export async function attestedPasskey(deps: ApiDeps, req: Request, response: Attestation) {
  const party = needRelyingParty(deps, req);
  const expectedChallenge = await takeChallenge(deps, req);
  if (expectedChallenge === undefined) return undefined;
  const verified = await believed(
    verifyRegistrationResponse({
      ...VERIFIED,
      response: response as unknown as Parameters<typeof verifyRegistrationResponse>[0]['response'],
      expectedChallenge,
      expectedOrigin: party.origin,
      expectedRPID: party.host,
    }),
  );
  if (!verified?.verified) return undefined;
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  const transports = response.response.transports ?? [];
  return { credentialId: id, publicKey: Buffer.from(publicKey), counter, transports };
}

/** Transports are hints of the browser to itself: they come back as they were told. */
type Known = NonNullable<Parameters<typeof generateAuthenticationOptions>[0]['allowCredentials']>[number];
const credentialOf = (id: string, transports: string[]): Known => ({
  id,
  transports: transports as NonNullable<Known['transports']>,
});

/** The library throws a plain error for whatever it does not believe. */
const believed = <T>(verdict: Promise<T>): Promise<T | undefined> => verdict.catch(() => undefined);
