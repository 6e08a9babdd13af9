import { z } from 'zod';
import { moment } from './fields.js';
import { note, read } from './route.js';

const params = z.strictObject({ personId: z.string().regex(/^[a-z0-9-]{1,40}$/) });

export const ACCESS_ROUTES = {
  showAccess: read({
    path: '/people/:personId/access',
    summary: 'What a person signs in with, and where they are signed in',
    right: 'people.edit',
    params,
    answers: {
      200: {
        description: 'Never a secret.',
        schema: z
          .strictObject({
            totpSince: moment.nullable(),
            passkeys: z.int(),
            recoveryCodes: z.int().meta({ description: 'Not used yet.' }),
            sessions: z.array(z.strictObject({ browser: z.string(), signedInAt: moment, seenAt: moment })),
          })
          .meta({ id: 'Access' }),
      },
    },
    refusals: ['person_missing'],
  }),
  resetFactors: note({
    path: '/people/:personId/factor-resets',
    summary: 'Forget the second factors of a person who lost them, and end their sessions',
    right: 'people.edit',
    params,
    body: z.strictObject({}),
    answers: {
      200: { description: 'The password alone opens.', schema: z.strictObject({ reset: z.literal(true) }) },
    },
    refusals: ['person_missing', 'factor_unknown', 'step_up_required'],
  }),
  endSessions: note({
    path: '/people/:personId/session-ends',
    summary: 'End every session of a person: they sign in anew',
    right: 'people.edit',
    params,
    body: z.strictObject({}),
    answers: {
      200: { description: 'How many ended.', schema: z.strictObject({ ended: z.int() }) },
    },
    refusals: ['person_missing'],
  }),
};
