import { z } from 'zod';
import { SCOPES } from '../../domain/scopes.js';
import { read, session } from './route.js';

const moment = z.iso.datetime();
const personId = z.string().regex(/^[a-z0-9-]{1,40}$/);
const MOST_DAYS = 366;

const token = z
  .strictObject({
    id: z.uuid(),
    personId: z.string(),
    name: z.string(),
    scopes: z
      .array(z.string())
      .nullable()
      .meta({ description: 'Rights it may use while its person has them; null: all of them.' }),
    issuedBy: z.string().nullable(),
    createdAt: moment,
    expiresAt: moment.nullable(),
    lastUsedAt: moment.nullable().meta({ description: 'To the minute.' }),
    revokedAt: moment.nullable(),
  })
  .meta({ id: 'Token' });

export const TOKEN_ROUTES = {
  listTokens: read({
    path: '/tokens',
    summary: 'Bearer tokens of machines and people: whose, what for, when used last; never what opens',
    right: 'token.manage',
    query: z.strictObject({ person: personId.optional() }),
    answers: {
      200: {
        description: 'Those in force first.',
        schema: z.strictObject({ items: z.array(token), scopes: z.array(z.enum(SCOPES)) }),
      },
    },
  }),
  issueToken: session({
    method: 'post',
    path: '/tokens',
    summary: 'Issues a token that acts as a person, within scopes and until a day; it is shown this once',
    right: 'token.manage',
    body: z.strictObject({
      person: personId,
      name: z.string().trim().min(1).max(60),
      scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
      days: z.int().min(1).max(MOST_DAYS),
    }),
    answers: {
      201: {
        description: 'Only its SHA-256 is stored.',
        schema: z.strictObject({ id: z.uuid(), token: z.string(), expiresAt: moment }),
      },
    },
    refusals: ['person_unknown', 'scopes_beyond_rights', 'step_up_required', 'foreign_origin'],
  }),
  revokeToken: session({
    method: 'delete',
    path: '/tokens/:tokenId',
    summary: 'Ends a token at once',
    right: 'token.manage',
    params: z.strictObject({ tokenId: z.uuid() }),
    answers: {
      200: { description: 'It is over.', schema: z.strictObject({ revoked: z.literal(true) }) },
    },
    refusals: ['token_unknown', 'foreign_origin'],
  }),
};
