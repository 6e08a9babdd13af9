import { z } from 'zod';
import { note, read } from './route.js';

const wanted = { daily: z.boolean(), weekly: z.boolean() };

export const DIGEST_ROUTES = {
  showDigests: read({
    path: '/me/digests',
    summary: 'Which digests of stuck orders the caller gets by e-mail, and where',
    right: 'stuck.read',
    answers: {
      200: {
        description: 'No address: none.',
        schema: z.strictObject({ email: z.string().nullable(), ...wanted }).meta({ id: 'Digests' }),
      },
    },
  }),
  chooseDigests: note({
    path: '/me/digests',
    summary:
      'Get a digest of stuck orders by e-mail when the working day begins, or none; with none the address is forgotten',
    right: 'stuck.read',
    body: z.strictObject({
      email: z.email().max(254).nullable().meta({ description: 'Null stops all of them.' }),
      ...wanted,
    }),
    answers: { 201: { description: 'Noted.', schema: z.strictObject(wanted) } },
  }),
};
