import { z } from 'zod';
import { FACT_TYPES } from '../../domain/facts.js';
import { HANDLINGS } from '../../domain/goods.js';
import { STATES } from '../../domain/lifecycle.js';
import { LINE_KINDS, SETTLEMENTS } from '../../domain/order.js';
import { DEPARTMENTS } from '../../domain/people.js';
import { TELLINGS } from '../../domain/telling.js';
import { factNumber, moment, orderNoParams } from './fields.js';
import { codeFace } from './orders.js';
import { read } from './route.js';

/** What a scan is for. `handle`: pick, pack, ship or deliver its goods. `till`: take money or a confirmation on site. */
export const SCAN_PURPOSES = ['look', 'confirm', 'receive', 'handle', 'till'] as const;
export type ScanPurpose = (typeof SCAN_PURPOSES)[number];

/** One code, a face for each kind of work (P3.2.1–P3.2.4). Nothing personal: what is, screens ask for by its own route. */

export const nextHand = z
  .strictObject({
    department: z.enum(DEPARTMENTS),
    does: z.string().meta({ description: 'The next action, as lists show it.' }),
  })
  .meta({ id: 'NextHand' });

const money = {
  settlement: z.enum(SETTLEMENTS),
  dueMinor: z.int(),
  paidMinor: z.int().meta({ description: 'Refunds taken off.' }),
};

const line = {
  lineNo: z.int(),
  kind: z.enum(LINE_KINDS),
  sku: z.string(),
  name: z.string(),
  quantity: z.int(),
};

const someLines = <L extends z.ZodType>(one: L) => ({
  lines: z.array(one).meta({ description: 'The first of them.' }),
  lineCount: z.int(),
});

const sales = z.strictObject({
  kind: z.literal('sales'),
  ...money,
  ...someLines(z.strictObject({ ...line, amountMinor: z.int() })),
  code: codeFace.nullable(),
});

const customerService = z.strictObject({
  kind: z.literal('customer_service'),
  ...money,
  telling: z.strictObject({ code: z.enum(TELLINGS), amountMinor: z.int().exactOptional() }),
  history: z
    .array(z.strictObject({ number: factNumber, type: z.enum(FACT_TYPES), at: moment }))
    .meta({ description: 'The last things that happened, latest first.' }),
  contacts: z.array(
    z.strictObject({ at: moment, by: z.string(), channel: z.string(), direction: z.string() }),
  ),
});

const finance = z.strictObject({
  kind: z.literal('finance'),
  ...money,
  refundedMinor: z.int(),
  mismatches: z.int(),
  payments: z.array(
    z.strictObject({
      fact: factNumber,
      type: z.enum(FACT_TYPES),
      amountMinor: z.int().nullable(),
      currency: z.string().nullable(),
      at: moment,
    }),
  ),
});

const work = z
  .strictObject({ pick: z.int(), pack: z.int(), ship: z.int(), deliver: z.int() })
  .meta({ id: 'GoodsWork', description: 'Pieces for each deed.' });

const goodsLine = z
  .strictObject({
    ...line,
    picked: z.int(),
    packed: z.int(),
    shipped: z.int(),
    delivered: z.int(),
    waits: work.meta({ description: 'The deed before it is done.' }),
    left: work.meta({ description: 'At most, whether the deed before it was stated or not.' }),
  })
  .meta({
    id: 'GoodsLine',
    description: 'What was shipped counts as packed, and what was packed as picked.',
  });

const logistics = z.strictObject({
  kind: z.literal('logistics'),
  ...money,
  work: work.meta({ description: 'What waits, of all lines; nothing while it is to be paid first.' }),
  nextHandling: z.enum(HANDLINGS).nullable(),
  ...someLines(goodsLine),
});

const other = z.strictObject({ kind: z.literal('other') });

export const scanFace = z
  .discriminatedUnion('kind', [sales, customerService, finance, logistics, other])
  .meta({ id: 'ScanFace', description: 'What the scanner’s own work needs to see of the order.' });

export type ScanFace = z.output<typeof scanFace>;

const shownFace = z
  .strictObject({
    orderNo: z.string(),
    currency: z.string(),
    state: z.enum(STATES),
    face: scanFace,
    takeTo: nextHand.nullable(),
  })
  .meta({ id: 'ShownFace' });

export const SCAN_FACE_ROUTES = {
  showFace: read({
    path: '/orders/:orderNo/face',
    summary: 'What a scan of its code would show the caller now',
    right: 'order.read',
    params: orderNoParams,
    query: z.strictObject({ purpose: z.enum(SCAN_PURPOSES).default('look') }),
    answers: { 200: { description: 'The face of the caller’s own work.', schema: shownFace } },
    refusals: ['order_unknown'],
  }),
};
