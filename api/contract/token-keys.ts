import { z } from 'zod';
import { STATES } from '../../domain/lifecycle.js';
import { id, instant, moment, pageOf, paging } from './fields.js';
import { note, read } from './route.js';

const profile = z.enum(['short', 'sealed']);
const keyId = z.int().min(1).max(255);
const params = z.strictObject({
  keyId: z.coerce.number().int().min(1).max(255).meta({ type: 'integer', minimum: 1, maximum: 255 }),
});
const count = z.int().min(0);

const key = z
  .strictObject({
    keyId: keyId.meta({ description: 'The number that codes carry; the key itself is never shown.' }),
    profile,
    createdAt: moment,
    current: z.boolean().meta({ description: 'It closes the codes that are issued now.' }),
    retiredAt: moment.nullable(),
    compromisedAt: moment.nullable(),
    liveCodes: count.meta({ description: 'Live codes of open orders that were issued with it.' }),
  })
  .meta({ id: 'TokenKey' });

const exposedOrder = z.strictObject({
  orderNo: z.string(),
  state: z.enum(STATES),
  issueNo: z.int(),
  issuedAt: moment,
  printed: z
    .boolean()
    .meta({ description: 'Issued with another key, and printed on a label with this one.' }),
});

const compromise = z
  .strictObject({
    id,
    keyId,
    profile,
    compromisedAt: moment,
    successorId: keyId.nullable(),
    declaredBy: z.string(),
    declaredAt: moment,
    finishedAt: moment.nullable(),
    asked: count.meta({ description: 'Orders whose reissue was asked for.' }),
    renewed: count.meta({ description: 'Of these, with a newer code.' }),
    ended: count.meta({ description: 'Of these, over before their new code was due.' }),
    left: count.meta({ description: 'Open orders that still have a code of the key.' }),
    closed: count.meta({
      description: 'Orders that are over: their code is not to be trusted, and is not renewed.',
    }),
  })
  .meta({ id: 'KeyCompromise' });

export const TOKEN_KEY_ROUTES = {
  listTokenKeys: read({
    path: '/token-keys',
    summary: 'The keys that close codes: since when, until when, and how many live codes stand on each',
    right: 'key.manage',
    answers: {
      200: { description: 'The newest first.', schema: z.strictObject({ items: z.array(key) }) },
    },
  }),
  rotateTokenKey: note({
    path: '/token-keys',
    summary: 'Make a new key for the codes to come; those before it keep reading what they closed',
    right: 'key.manage',
    body: z.strictObject({ profile }),
    answers: { 201: { description: 'Made.', schema: z.strictObject({ keyId }) } },
    refusals: ['step_up_required', 'keys_read_only'],
  }),
  previewExposure: read({
    path: '/token-keys/:keyId/exposure',
    summary: 'What a compromise of the key would do, order by order; changes nothing',
    right: 'key.manage',
    params,
    query: paging.extend({
      which: z.enum(['open', 'closed']).default('open').meta({
        description: 'open: gets a new code. closed: is over, keeps what it has, and is told apart.',
      }),
    }),
    answers: {
      200: {
        description: 'Counts, and a page of orders by number.',
        schema: z.strictObject({
          keyId,
          profile,
          open: count,
          closed: count,
          byState: z.partialRecord(z.enum(STATES), count),
          orders: pageOf(exposedOrder),
        }),
      },
    },
    refusals: ['key_unknown'],
  }),
  declareCompromise: note({
    path: '/token-keys/:keyId/compromise',
    summary:
      'Say since when the key is in other hands; every open order with a code of it is issued anew, in the bulk lane',
    right: 'key.manage',
    params,
    body: z.strictObject({
      at: instant.meta({ description: 'From then on its codes are refused; up to 30 days ahead.' }),
      seen: count.meta({ description: 'How many open orders the preview named; another number is refused.' }),
    }),
    answers: {
      201: {
        description: 'Declared; the reissues begin within half a minute.',
        schema: z.strictObject({ id, open: count, closed: count, successorId: keyId.nullable() }),
      },
    },
    refusals: [
      'key_unknown',
      'key_compromised',
      'exposure_changed',
      'compromise_date',
      'step_up_required',
      'keys_read_only',
    ],
  }),
  listCompromises: read({
    path: '/key-compromises',
    summary: 'Keys in other hands, and how far the reissues are',
    right: 'key.manage',
    answers: {
      200: { description: 'The newest first.', schema: z.strictObject({ items: z.array(compromise) }) },
    },
  }),
};
