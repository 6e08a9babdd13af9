import { z } from 'zod';

/** Ways to prove a second time who one is; a password counts for those alone who have no other. */
export const METHODS = ['passkey', 'totp', 'recovery_code', 'password'] as const;

export const password = z.string().min(1).max(128);
export const totpCode = z.string().regex(/^\d{6}$/);

const bytes = z.string().regex(/^[A-Za-z0-9_-]{1,16384}$/);
const credential = { id: bytes, rawId: bytes, type: z.literal('public-key') };
const around = {
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish(),
  clientExtensionResults: z.looseObject({}).optional(),
};

/** What a browser answers when a passkey signs (WebAuthn Level 3, AuthenticationResponseJSON). */
export const assertion = z
  .strictObject({
    ...credential,
    ...around,
    response: z.looseObject({
      clientDataJSON: bytes,
      authenticatorData: bytes,
      signature: bytes,
      userHandle: bytes.nullish(),
    }),
  })
  .meta({ id: 'PasskeyAssertion' });

/** What a browser answers when a passkey is made (RegistrationResponseJSON). */
export const attestation = z
  .strictObject({
    ...credential,
    ...around,
    response: z.looseObject({
      clientDataJSON: bytes,
      attestationObject: bytes,
      transports: z.array(z.string().max(40)).max(10).optional(),
    }),
  })
  .meta({ id: 'PasskeyAttestation' });

/** Options for `navigator.credentials`, as JSON. */
export const passkeyOptions = z.looseObject({ challenge: z.string() }).meta({ id: 'PasskeyOptions' });

export const secondProof = z.union([
  z.strictObject({ code: totpCode }),
  z.strictObject({ recoveryCode: z.string().min(16).max(40) }),
  z.strictObject({ passkey: assertion }),
]);

export type SecondProof = z.output<typeof secondProof>;
export type Assertion = z.output<typeof assertion>;
export type Attestation = z.output<typeof attestation>;
