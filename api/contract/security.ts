import { z } from 'zod';
import { session } from './route.js';
import { attestation, passkeyOptions, totpCode } from './second-proof.js';

const moment = z.iso.datetime();

const security = z
  .strictObject({
    passwordChangedAt: moment.nullable(),
    totpSince: moment.nullable(),
    recoveryCodes: z.int().meta({ description: 'How many are left.' }),
    passkeysWork: z.boolean().meta({ description: 'False at an address that is a number.' }),
    passkeys: z.array(
      z.strictObject({ id: z.uuid(), name: z.string(), createdAt: moment, lastUsedAt: moment.nullable() }),
    ),
    sessions: z.array(
      z.strictObject({
        id: z.uuid(),
        browser: z.string(),
        signedInAt: moment,
        seenAt: moment,
        current: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Security' });

const recovery = z.strictObject({
  recoveryCodes: z.array(z.string()).meta({ description: 'Shown this once; each signs in once.' }),
});

const removed = z.strictObject({ removed: z.literal(true) });

/** What a person signs in with: theirs to see and to change, in a browser. */
const own = { right: 'person', browser: true } as const;

export const SECURITY_ROUTES = {
  showSecurity: session({
    ...own,
    method: 'get',
    path: '/me/security',
    summary: 'What the caller signs in with, and where they are signed in',
    answers: { 200: { description: 'Factors and sessions.', schema: security } },
  }),
  offerTotp: session({
    ...own,
    method: 'post',
    path: '/me/totp',
    summary: 'Offers a secret to an authenticator app; it counts once a code of it was given',
    answers: {
      200: {
        description: 'Shown this once.',
        schema: z.strictObject({ secret: z.string(), uri: z.string(), symbol: z.string() }),
      },
    },
    refusals: ['factor_enrolled', 'step_up_required'],
  }),
  confirmTotp: session({
    ...own,
    method: 'post',
    path: '/me/totp/confirmation',
    summary: 'Puts the offered secret in force',
    body: z.strictObject({ code: totpCode }),
    answers: { 200: { description: 'In force; recovery codes unless there are some.', schema: recovery } },
    refusals: ['second_factor_failed', 'factor_enrolled', 'factor_unknown'],
  }),
  removeTotp: session({
    ...own,
    method: 'delete',
    path: '/me/totp',
    summary: 'Takes the authenticator app away',
    answers: { 200: { description: 'It is gone.', schema: removed } },
    refusals: ['factor_unknown', 'step_up_required'],
  }),
  renewRecoveryCodes: session({
    ...own,
    method: 'post',
    path: '/me/recovery-codes',
    summary: 'New recovery codes in place of all older ones',
    answers: { 200: { description: 'The new ones.', schema: recovery } },
    refusals: ['factor_unknown', 'step_up_required'],
  }),
  askPasskey: session({
    ...own,
    method: 'post',
    path: '/me/passkeys/challenge',
    summary: 'What a browser needs to make a passkey',
    answers: { 200: { description: 'PublicKeyCredentialCreationOptionsJSON.', schema: passkeyOptions } },
    refusals: ['passkey_unavailable', 'step_up_required'],
  }),
  addPasskey: session({
    ...own,
    method: 'post',
    path: '/me/passkeys',
    summary: 'Keeps the passkey that a browser has made',
    body: z.strictObject({ name: z.string().trim().min(1).max(60), passkey: attestation }),
    answers: { 201: { description: 'Kept; recovery codes unless there are some.', schema: recovery } },
    refusals: ['passkey_unavailable', 'second_factor_failed', 'factor_enrolled', 'step_up_required'],
  }),
  removePasskey: session({
    ...own,
    method: 'delete',
    path: '/me/passkeys/:passkeyId',
    summary: 'Takes a passkey away',
    params: z.strictObject({ passkeyId: z.uuid() }),
    answers: { 200: { description: 'It is gone.', schema: removed } },
    refusals: ['factor_unknown', 'step_up_required'],
  }),
  endOneSession: session({
    ...own,
    method: 'delete',
    path: '/me/sessions/:sessionId',
    summary: 'Signs the caller out somewhere else',
    params: z.strictObject({ sessionId: z.uuid() }),
    answers: { 200: { description: 'It is over.', schema: removed } },
    refusals: ['session_unknown'],
  }),
};
