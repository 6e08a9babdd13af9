import { z } from 'zod';
import { CONFLICTS, LIST_HOURS, OFFLINE_PURPOSES } from '../../domain/offline.js';
import { counting, currency, factNumber, id, line, moment, orderNo } from './fields.js';
import { note, read } from './route.js';
import { SCAN_REASONS } from './scans.js';

export const MOST_LISTED = 200;
const MOST_ENTRIES = 50;

const base64url = (bytes: number) =>
  z
    .string()
    .length(Math.ceil((bytes * 4) / 3))
    .regex(/^[A-Za-z0-9_-]+$/);

const lines = z.array(z.strictObject({ lineNo: counting(1), quantity: counting(1) })).max(2000);

/** What a device signs: one scan, as JSON text. Its bytes are what counts, and nothing of it is written again. */
export const offlineEntry = z.strictObject({
  v: z.literal(1),
  device: id,
  number: counting(1),
  token: z.string().min(1).max(8192),
  purpose: z.enum(OFFLINE_PURPOSES),
  lines: lines.min(1).exactOptional(),
  shown: z.enum(['green', 'amber']),
  at: moment,
  skewMs: z.int(),
});

/** Why an entry is no entry; the rest is what a scan comes to, or why people look at it. */
export const ENTRY_FAULTS = ['entry_not_signed', 'entry_unreadable', 'number_taken'] as const;

const device = z
  .strictObject({
    id,
    personId: z.string(),
    name: z.string(),
    registeredAt: moment,
    revokedAt: moment.nullable(),
  })
  .meta({ id: 'ScanDevice' });

const key = z
  .strictObject({
    keyId: z.int(),
    publicKey: base64url(32),
    createdAt: z.string(),
    retiredAt: z.string().nullable(),
    compromisedAt: z.string().nullable(),
  })
  .meta({ id: 'PublicTokenKey', description: 'Ed25519, raw.' });

const listed = z
  .strictObject({
    orderNo,
    kind: z.string(),
    amountMinor: z.int(),
    currency,
    issueNo: z.int(),
    tokenId: base64url(16),
    facts: base64url(46).meta({ description: 'What a sealed token of this code must state, byte for byte.' }),
    delivered: z.boolean(),
    lines: z.array(
      z.strictObject({
        lineNo: z.int(),
        sku: z.string(),
        name: z.string(),
        quantity: z.int(),
        picked: z.int(),
        packed: z.int(),
        left: z.int().meta({ description: 'To ship.' }),
      }),
    ),
  })
  .meta({ id: 'ListedOrder', description: 'Nothing of the customer.' });

const settled = z
  .strictObject({
    number: z.int().nullable().meta({ description: 'Null: it could not be read.' }),
    verdict: z.enum(['recorded', 'conflict', 'refused']),
    reason: z.enum(
      [...SCAN_REASONS, ...CONFLICTS, ...ENTRY_FAULTS].filter((one, at, all) => all.indexOf(one) === at),
    ),
    sentence: z.string(),
    orderNo: z.string().nullable(),
    fact: factNumber.nullable(),
    again: z.boolean().meta({ description: 'It was heard before, and this is what it came to then.' }),
  })
  .meta({ id: 'SettledScan' });

const deviceParams = z.strictObject({ deviceId: id });

export const OFFLINE_ROUTES = {
  registerDevice: note({
    path: '/offline/devices',
    summary: 'Register a device that scans without the house; it signs what it tells',
    right: 'shipment.record',
    body: z.strictObject({
      name: line(60),
      publicKey: base64url(65).meta({ description: 'ECDSA P-256, an uncompressed point.' }),
    }),
    answers: { 201: { description: 'Known.', schema: z.strictObject({ deviceId: id }) } },
    refusals: ['device_key_invalid', 'device_known'],
  }),
  listDevices: read({
    path: '/offline/devices',
    summary: 'Devices that scan without the house: one’s own, or everybody’s for who looks after people',
    right: 'scan',
    answers: {
      200: { description: 'Those in force first.', schema: z.strictObject({ items: z.array(device) }) },
    },
  }),
  revokeDevice: note({
    path: '/offline/devices/:deviceId/revocation',
    summary: 'Ends a device: what it tells from now on is for people to judge',
    right: 'scan',
    params: deviceParams,
    body: z.strictObject({}),
    answers: { 200: { description: 'It is over.', schema: z.strictObject({ revoked: z.literal(true) }) } },
    refusals: ['device_unknown'],
  }),
  showOfflineKeys: read({
    path: '/offline/keys',
    summary: 'What a device needs to judge sealed codes by itself: public keys, and the codes that are over',
    right: 'scan',
    answers: {
      200: {
        description: 'As of now; a code that is not named may still be over by the time it is scanned.',
        schema: z.strictObject({
          asOf: moment,
          hosts: z.array(z.string()),
          keys: z.array(key),
          ended: z.strictObject({
            version: z.string().meta({ description: 'Another one when the set has changed.' }),
            complete: z.boolean().meta({ description: 'False: older ones were left out.' }),
            replaced: z.array(base64url(16)),
            voided: z.array(base64url(16)),
            expired: z.array(base64url(16)),
            compromised: z.array(base64url(16)),
          }),
        }),
      },
    },
  }),
  takeDeviceList: note({
    path: '/offline/lists',
    summary:
      'Take what waits for logistics onto a device; it may say yes to these codes until the list runs out',
    right: 'shipment.record',
    body: deviceParams,
    answers: {
      201: {
        description: `Holds for ${LIST_HOURS} hours.`,
        schema: z.strictObject({
          listId: id,
          takenAt: moment,
          holdsUntil: moment,
          more: z.boolean().meta({ description: 'More waits than a list holds; the most urgent are on it.' }),
          items: z.array(listed),
        }),
      },
    },
    refusals: ['device_unknown', 'device_revoked'],
  }),
  sendOfflineScans: note({
    path: '/offline/scans',
    summary: 'Tell what a device scanned without the house: each entry has a verdict of its own',
    right: 'scan',
    body: z.strictObject({
      deviceId: id,
      entries: z
        .array(z.strictObject({ entry: z.string().min(1).max(65_536), signature: base64url(64) }))
        .min(1)
        .max(MOST_ENTRIES),
    }),
    answers: {
      200: {
        description: 'The same entry again comes to the same.',
        schema: z.strictObject({ now: moment, items: z.array(settled) }),
      },
    },
    refusals: ['device_unknown'],
  }),
};
