import { z } from 'zod';
import { read, session } from './route.js';

const identity = z
  .strictObject({
    id: z.uuid(),
    issuer: z.string(),
    subject: z.string(),
    personId: z.string(),
    linkedBy: z.string(),
    linkedAt: z.iso.datetime(),
  })
  .meta({ id: 'Identity' });

export const IDENTITY_ROUTES = {
  listIdentities: read({
    path: '/identities',
    summary: 'Which person is meant when the OpenID provider speaks of a subject',
    right: 'token.manage',
    answers: {
      200: { description: 'All of them.', schema: z.strictObject({ items: z.array(identity) }) },
    },
  }),
  linkIdentity: session({
    method: 'post',
    path: '/identities',
    summary: 'Lets a person in by a subject of the OpenID provider; nobody is let in who is not linked',
    right: 'token.manage',
    body: z.strictObject({
      person: z.string().regex(/^[a-z0-9-]{1,40}$/),
      subject: z.string().min(1).max(255),
    }),
    answers: { 201: { description: 'Linked.', schema: z.strictObject({ id: z.uuid() }) } },
    refusals: ['person_unknown', 'identity_linked', 'oidc_off', 'step_up_required', 'foreign_origin'],
  }),
  unlinkIdentity: session({
    method: 'delete',
    path: '/identities/:identityId',
    summary: 'Lets nobody in by that subject any more',
    right: 'token.manage',
    params: z.strictObject({ identityId: z.uuid() }),
    answers: {
      200: { description: 'Not linked any more.', schema: z.strictObject({ unlinked: z.literal(true) }) },
    },
    refusals: ['identity_unknown', 'foreign_origin'],
  }),
};
