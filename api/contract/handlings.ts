import { z } from 'zod';
import { HANDLINGS } from '../../domain/goods.js';
import { pieces } from './facts.js';
import { factNumber, id, moment, orderNoParams, word } from './fields.js';
import { freeText, recordedAnswer } from './recorded.js';
import { act, read } from './route.js';

const common = {
  lines: pieces.exactOptional().meta({
    description: 'All that waits for it, unless given; where nothing waits, all that is left.',
  }),
  note: freeText.exactOptional(),
};

const carrier = word.meta({ description: 'A code word of your own: sf, jd, ems.', example: 'sf' });
const trackingNo = z
  .string()
  .regex(/^[A-Za-z0-9-]{4,40}$/)
  .meta({ description: 'As the carrier writes it; stored encrypted.' });

/** One deed with goods, by its name. */
const handled = z
  .discriminatedUnion('handling', [
    z.strictObject({ handling: z.literal('pick'), ...common }),
    z.strictObject({ handling: z.literal('pack'), ...common }),
    z.strictObject({
      handling: z.literal('ship'),
      ...common,
      parcel: z.strictObject({ carrier, trackingNo: trackingNo.exactOptional() }).exactOptional(),
    }),
    z.strictObject({
      handling: z.literal('deliver'),
      ...common,
      photo: id
        .exactOptional()
        .meta({ description: 'A picture among the files of the order, as proof of delivery.' }),
    }),
  ])
  .meta({ id: 'Handled' });

export type Handled = z.output<typeof handled>;

const handling = z
  .strictObject({
    fact: factNumber,
    handling: z.enum(HANDLINGS),
    at: moment,
    by: z.string(),
    lines: pieces.nullable().meta({ description: 'null: all that was left.' }),
    carrier: z.string().nullable(),
    trackingNo: z.string().exactOptional().meta({ description: 'For those who deal with customers.' }),
    photo: id.nullable(),
  })
  .meta({ id: 'Handling' });

export const HANDLING_ROUTES = {
  handleGoods: act({
    path: '/orders/:orderNo/handlings',
    summary: 'Pick, pack, ship or deliver goods by lines and pieces: never more than is left',
    right: 'shipment.record',
    params: orderNoParams,
    body: handled,
    answers: { 201: recordedAnswer },
    refusals: [
      'order_unknown',
      'state_forbids',
      'already_written_off',
      'lines_unknown',
      'goods_beyond',
      'nothing_to_handle',
      'goods_unpaid',
      'file_unknown',
      'proof_no_photo',
      'data_destroyed',
    ],
  }),
  listHandlings: read({
    path: '/orders/:orderNo/handlings',
    summary: 'What was picked, packed, shipped and delivered, by whom, with its parcels and proofs',
    right: 'order.read',
    params: orderNoParams,
    answers: {
      200: {
        description: 'Latest first.',
        schema: z.strictObject({ orderNo: z.string(), items: z.array(handling) }),
      },
    },
    refusals: ['order_unknown'],
  }),
};
