import { z } from 'zod';
import { DEPARTMENTS, RIGHTS, ROLES } from '../../domain/people.js';
import { standsInFor } from './me.js';
import { session } from './route.js';
import { assertion, METHODS, passkeyOptions, password, secondProof } from './second-proof.js';

const view = z
  .strictObject({
    id: z.string(),
    displayName: z.string(),
    department: z.enum(DEPARTMENTS),
    roles: z.array(z.enum(ROLES)),
    rights: z.array(z.enum(RIGHTS)),
    standsInFor,
    mustChangePassword: z.boolean(),
    endsAt: z.iso.datetime().optional(),
    provenUntil: z.iso
      .datetime()
      .optional()
      .meta({ description: 'Weighty deeds ask for a step-up after it.' }),
  })
  .meta({ id: 'Session' });

const door = z
  .strictObject({
    session: view.nullable(),
    passkeys: z.boolean(),
    oidc: z.strictObject({ name: z.string() }).nullable(),
    demo: z.boolean(),
    people: z
      .array(z.strictObject({ id: z.string(), displayName: z.string(), roles: z.array(z.enum(ROLES)) }))
      .meta({ description: 'In a demo, the people whose password was handed out.' }),
  })
  .meta({ id: 'Door' });

export const SESSION_ROUTES = {
  showDoor: session({
    method: 'get',
    path: '/session/door',
    summary: 'What a sign-in page shows: who is signed in already, and in a demo whom one can sign in as',
    right: 'anybody',
    browser: true,
    answers: { 200: { description: 'The door.', schema: door } },
  }),
  signIn: session({
    method: 'post',
    path: '/session',
    summary: 'Signs a person in: the answer sets a cookie that lasts 30 idle minutes and 12 hours at most',
    right: 'anybody',
    body: z.strictObject({ person: z.string().min(1).max(40), password }),
    answers: {
      200: { description: 'Who is signed in.', schema: view },
      202: {
        description: 'The password is right, and nobody is signed in before a second proof.',
        schema: z.strictObject({ methods: z.array(z.enum(METHODS)) }),
      },
    },
    refusals: ['sign_in_failed', 'foreign_origin'],
  }),
  takeSecondStep: session({
    method: 'post',
    path: '/session/second-step',
    summary: 'The second proof of a person whose password was right within the last five minutes',
    right: 'anybody',
    browser: true,
    body: secondProof,
    answers: { 200: { description: 'Who is signed in.', schema: view } },
    refusals: ['second_step_missing', 'second_factor_failed', 'passkey_unavailable', 'foreign_origin'],
  }),
  askAssertion: session({
    method: 'post',
    path: '/session/passkey-challenge',
    summary: 'What a browser needs to sign with a passkey: of whoever is signing in or signed in, or any',
    right: 'anybody',
    browser: true,
    answers: { 200: { description: 'PublicKeyCredentialRequestOptionsJSON.', schema: passkeyOptions } },
    refusals: ['passkey_unavailable', 'foreign_origin'],
  }),
  signInByPasskey: session({
    method: 'post',
    path: '/session/passkey',
    summary: 'Signs a person in by a passkey alone, which has verified its holder',
    right: 'anybody',
    browser: true,
    body: z.strictObject({ passkey: assertion }),
    answers: { 200: { description: 'Who is signed in.', schema: view } },
    refusals: ['sign_in_failed', 'passkey_unavailable', 'foreign_origin'],
  }),
  askOidc: session({
    method: 'post',
    path: '/session/oidc',
    summary: 'Where a browser goes to be vouched for by the OpenID provider',
    right: 'anybody',
    browser: true,
    answers: {
      200: { description: 'An address of the provider.', schema: z.strictObject({ address: z.string() }) },
    },
    refusals: ['oidc_off', 'oidc_unreachable', 'foreign_origin'],
  }),
  answerOidc: session({
    method: 'post',
    path: '/session/oidc/answer',
    summary: 'Signs in whom the provider vouches for, if that subject is linked to a person',
    right: 'anybody',
    browser: true,
    body: z.strictObject({
      answer: z.string().min(1).max(4096).meta({ description: 'The query that the provider sent back.' }),
    }),
    answers: {
      200: { description: 'Who is signed in.', schema: view },
      202: {
        description: 'Nobody is signed in before a second proof.',
        schema: z.strictObject({ methods: z.array(z.enum(METHODS)) }),
      },
    },
    refusals: ['sign_in_failed', 'identity_not_linked', 'oidc_off', 'oidc_unreachable', 'foreign_origin'],
  }),
  showSession: session({
    method: 'get',
    path: '/session',
    summary: 'Who is signed in, until when, and whether the password must be changed first',
    right: 'person',
    answers: { 200: { description: 'The caller; a bearer token has no end here.', schema: view } },
  }),
  signOut: session({
    method: 'delete',
    path: '/session',
    summary: 'Ends the session of the caller',
    right: 'person',
    answers: {
      200: { description: 'It is over.', schema: z.strictObject({ signedOut: z.literal(true) }) },
    },
    refusals: ['foreign_origin'],
  }),
  stepUp: session({
    method: 'post',
    path: '/session/step-up',
    summary: 'Proves once more who is signed in; weighty deeds pass for ten minutes',
    right: 'person',
    browser: true,
    body: z.union([secondProof, z.strictObject({ password })]),
    answers: { 200: { description: 'The session is proven freshly.', schema: view } },
    refusals: ['sign_in_failed', 'second_factor_failed', 'passkey_unavailable'],
  }),
  changePassword: session({
    method: 'post',
    path: '/session/password',
    summary: 'Changes the password of the caller, and ends every session that the old one opened',
    right: 'person',
    body: z.strictObject({ password, newPassword: password }),
    answers: { 200: { description: 'The session of the caller goes on under a new cookie.', schema: view } },
    refusals: ['sign_in_failed', 'password_weak', 'foreign_origin'],
  }),
};
