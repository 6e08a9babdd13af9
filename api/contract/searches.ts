import { z } from 'zod';
import { line } from './fields.js';
import { orderItem } from './orders.js';
import { query } from './route.js';

/** What an order was found by. */
const FOUND_BY = [
  'code',
  'order_no',
  'customer_no',
  'phone',
  'email',
  'tracking_no',
  'phone_last4',
  'name',
  'pinyin',
] as const;

const foundOrder = orderItem
  .extend({
    by: z.array(z.enum(FOUND_BY)),
    customerName: z.string().nullable().meta({ description: 'For those who deal with customers.' }),
  })
  .meta({ id: 'FoundOrder' });

const found = z
  .strictObject({
    items: z.array(foundOrder),
    more: z.boolean().meta({ description: 'More orders match than are shown: ask for something closer.' }),
    personal: z.boolean().meta({
      description:
        'Whether names, phones, e-mail addresses and parcels were looked at; for those who deal with customers.',
    }),
  })
  .meta({ id: 'FoundOrders' });

export const SEARCH_ROUTES = {
  searchOrders: query({
    path: '/searches',
    summary:
      'Find orders by number, code, customer, phone, parcel or pinyin initials; the text is kept nowhere',
    right: 'order.read',
    body: z.strictObject({
      text: line(512).meta({
        description:
          'An order number or how it begins or ends (3 characters), the content of a code, a customer number, a phone number or its last four digits, an e-mail address, the tracking number of a parcel, a whole name or word of it, or pinyin.',
      }),
    }),
    answers: { 200: { description: 'At most 50, the closest first.', schema: found } },
  }),
};
