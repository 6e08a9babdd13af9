import { z } from 'zod';
import { BALANCES, PROVIDERS } from '../../domain/payment.js';
import { id, moment, pageOf, paging, word } from './fields.js';
import { download, note, read, upload } from './route.js';

const day = z.iso.date().meta({ description: 'In China, where the providers close their books.' });

const account = z
  .strictObject({
    orderNo: z.string(),
    state: z.string(),
    currency: z.string(),
    dueMinor: z.int(),
    receivedMinor: z.int(),
    refundedMinor: z.int(),
    mismatches: z.int(),
    balance: z.enum(BALANCES).meta({ description: '`other`: money moved in another currency too.' }),
    createdAt: moment,
  })
  .meta({ id: 'Account' });

const bill = z
  .strictObject({
    billId: id,
    provider: z.enum(PROVIDERS),
    day: z.string(),
    rows: z.int(),
    matched: z.int(),
    differences: z.int().meta({ description: 'All that it shows, known before or not.' }),
    takenBy: z.string(),
    takenAt: moment,
  })
  .meta({ id: 'Bill' });

const difference = z
  .strictObject({
    differenceId: id,
    provider: z.enum(PROVIDERS),
    day: z.string(),
    movement: z.enum(['payment', 'refund']),
    tradeNo: z.string(),
    outTradeNo: z.string(),
    what: z.enum(['missing_here', 'missing_there', 'amount_differs']),
    orderNo: z
      .string()
      .nullable()
      .meta({ description: 'Whose case it is; null when nobody knows the order.' }),
    oursMinor: z.int().nullable(),
    theirsMinor: z.int().nullable(),
    currency: z.string(),
    foundAt: moment,
    settledAt: moment.nullable(),
    settledBy: z.string().nullable(),
    how: z.string().nullable(),
  })
  .meta({ id: 'BillDifference' });

export const BOOK_ROUTES = {
  listAccounts: read({
    path: '/accounts',
    summary: 'What is due, came and went back, order by order, newest first',
    right: 'books.keep',
    query: paging.extend({ balance: z.enum(BALANCES).optional() }),
    answers: { 200: { description: 'A page.', schema: pageOf(account) } },
  }),
  exportPostings: download({
    path: '/postings/exports',
    summary:
      'Money that was written down, as a journal in CSV; logged, and asks for a fresh proof of who asks',
    right: 'books.keep',
    body: z.strictObject({ from: day, to: day }),
    answers: { 200: { description: 'UTF-8 with a byte order mark.', mediaType: 'text/csv' } },
    refusals: ['step_up_required'],
  }),
  takeBill: upload({
    path: '/bills',
    summary:
      'A provider’s daily bill: matched with what was told; every difference is kept once, as a case of its order',
    right: 'books.keep',
    query: z.strictObject({ provider: z.enum(PROVIDERS), day }),
    headers: z.object({}),
    mediaTypes: ['text/csv'],
    answers: { 201: { description: 'Taken and compared.', schema: bill } },
    refusals: ['bill_unreadable', 'body_too_large'],
  }),
  listBills: read({
    path: '/bills',
    summary: 'Bills that were taken, newest first',
    right: 'books.keep',
    answers: { 200: { description: 'The last hundred.', schema: z.strictObject({ items: z.array(bill) }) } },
  }),
  listDifferences: read({
    path: '/bill-differences',
    summary: 'How bills and our books differ, newest first',
    right: 'books.keep',
    query: paging.extend({ all: z.stringbool().default(false).meta({ type: 'boolean', default: false }) }),
    answers: { 200: { description: 'Those that nobody has settled, or all.', schema: pageOf(difference) } },
  }),
  settleDifference: note({
    path: '/bill-differences/:differenceId/settlement',
    summary: 'Write down how a difference was settled',
    right: 'books.keep',
    params: z.strictObject({ differenceId: id }),
    body: z.strictObject({ how: word }),
    answers: { 200: { description: 'Settled.', schema: z.strictObject({ differenceId: id }) } },
    refusals: ['difference_unknown', 'difference_settled'],
  }),
};
